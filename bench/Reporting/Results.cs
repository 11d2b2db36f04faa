using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gristmill.Bench;

/// <summary>All that a run found: what raw.json holds.</summary>
internal sealed record Results
{
    public required DateTimeOffset Date { get; init; }

    /// <summary>The commit, with a + if files differ from it.</summary>
    public required string Revision { get; init; }

    public required Machine Machine { get; init; }

    /// <summary>
    /// The mean number of processes that wanted a core, in the minute before the end; before the start it is in
    /// <see cref="Machine"/>.
    /// </summary>
    public required string LoadAtEnd { get; init; }

    public required TimeSpan Duration { get; init; }

    public required Scale Scale { get; init; }

    public required IReadOnlyList<MeasuredSystem> Systems { get; init; }

    public required IReadOnlyList<Figure> Figures { get; init; }

    public required IReadOnlyList<Omission> Omissions { get; init; }

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new RoundedNumbers() },
    };

    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";

    public static Results FromJson(string json) => JsonSerializer.Deserialize<Results>(json, Json)!;

    // Six digits are more than any of them is good for.
    private sealed class RoundedNumbers : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(Math.Round(value, Math.Abs(value) >= 1_000 ? 1 : 4));
    }
}

/// <summary>A system as it was measured.</summary>
internal sealed record MeasuredSystem(string Name, string Version, string Workers, string Durability);
