using System.Text.Json;
using System.Text.Json.Serialization;
using Gristmill.Jobs;

namespace Gristmill.Storage.Sqlite;

/// <summary>Times as a number: <see cref="Microseconds"/>.</summary>
internal sealed class MicrosecondsConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Microseconds.ToTime(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(Microseconds.From(value));
}
