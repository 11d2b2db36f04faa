using System.Text.Json;
using System.Text.Json.Serialization;
using Gristmill.Jobs;

namespace Gristmill.Storage;

/// <summary>The parts of rows that are kept as JSON text: names in camel case, null members left out, times in microseconds.</summary>
internal static class StoredJson
{
    public static string? Write(JobError? error) => error is null ? null : JsonSerializer.Serialize(error, StoredJsonContext.Default.JobError);

    public static string? Write(JobProgress? progress) => progress is null ? null : JsonSerializer.Serialize(progress, StoredJsonContext.Default.JobProgress);

    public static string? Write(JobOptions options) => options == JobOptions.None ? null : JsonSerializer.Serialize(options, StoredJsonContext.Default.JobOptions);

    public static string Write(WorkerView worker) => JsonSerializer.Serialize(worker, StoredJsonContext.Default.WorkerView);

    /// <summary>A line of a history, which is one event a line.</summary>
    public static string Write(JobEvent? happened) => happened is null ? "" : JsonSerializer.Serialize(happened, StoredJsonContext.Default.JobEvent) + '\n';

    public static JobError? ReadError(string? text) => text is null ? null : JsonSerializer.Deserialize(text, StoredJsonContext.Default.JobError);

    public static JobProgress? ReadProgress(string? text) => text is null ? null : JsonSerializer.Deserialize(text, StoredJsonContext.Default.JobProgress);

    public static JobOptions ReadOptions(string? text) =>
        text is null ? JobOptions.None : JsonSerializer.Deserialize(text, StoredJsonContext.Default.JobOptions) ?? JobOptions.None;

    public static WorkerView ReadWorker(string text) => JsonSerializer.Deserialize(text, StoredJsonContext.Default.WorkerView)!;

    public static JobEvent[] ReadHistory(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize(line, StoredJsonContext.Default.JobEvent)!)];
}

/// <summary>Times as a number: <see cref="Microseconds"/>.</summary>
internal sealed class MicrosecondsConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Microseconds.ToTime(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(Microseconds.From(value));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(MicrosecondsConverter)])]
[JsonSerializable(typeof(JobOptions))]
[JsonSerializable(typeof(JobError))]
[JsonSerializable(typeof(JobProgress))]
[JsonSerializable(typeof(JobEvent))]
[JsonSerializable(typeof(WorkerView))]
internal sealed partial class StoredJsonContext : JsonSerializerContext;
