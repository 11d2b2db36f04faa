using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gristmill.Jobs;

namespace Gristmill.Storage.Sqlite;

/// <summary>
/// Parts of rows that are kept as JSON text: names in camel case, null members left out, times in microseconds.
/// </summary>
internal static class StoredJson
{
    private static readonly StoredJsonContext Types = StoredJsonContext.Default;

    // Jobs of a batch mostly have the same options, and the moves of a transaction the same time, silo and run.
    [ThreadStatic] private static LastWritten<JobOptions>? _options;
    [ThreadStatic] private static LastWritten<JobEvent>? _event;

    public static string? Write(JobError? error) => WriteOrNull(error, Types.JobError);

    public static string? Write(JobProgress? progress) => WriteOrNull(progress, Types.JobProgress);

    public static string? Write(EarlierAttempt? earlier) => WriteOrNull(earlier, Types.EarlierAttempt);

    public static string? Write(JobOptions options) =>
        options == JobOptions.None ? null : (_options ??= new(Types.JobOptions)).Write(options);

    public static string? Write(JobLabels labels) => WriteOrNull(labels == JobLabels.None ? null : labels, Types.JobLabels);

    public static string Write(SiloView worker) => JsonSerializer.Serialize(worker, Types.SiloView);

    public static string Write(ClusterStats figures) => JsonSerializer.Serialize(figures, Types.ClusterStats);

    public static ClusterStats ReadStats(string text) => JsonSerializer.Deserialize(text, Types.ClusterStats)!;

    /// <summary>A line of a history, which is one event a line.</summary>
    public static string Write(JobEvent? happened) =>
        happened is null ? "" : (_event ??= new(Types.JobEvent, end: "\n")).Write(happened);

    public static string Write(JobEvent[] history) =>
        string.Concat(history.Select(happened => JsonSerializer.Serialize(happened, Types.JobEvent) + "\n"));

    public static JobError? ReadError(string? text) => ReadOrNull(text, Types.JobError);

    public static JobProgress? ReadProgress(string? text) => ReadOrNull(text, Types.JobProgress);

    public static EarlierAttempt? ReadEarlier(string? text) => ReadOrNull(text, Types.EarlierAttempt);

    public static JobOptions ReadOptions(string? text) => ReadOrNull(text, Types.JobOptions) ?? JobOptions.None;

    public static JobLabels ReadLabels(string? text) => ReadOrNull(text, Types.JobLabels) ?? JobLabels.None;

    public static SiloView ReadWorker(string text) => JsonSerializer.Deserialize(text, Types.SiloView)!;

    public static JobEvent[] ReadHistory(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize(line, Types.JobEvent)!)];

    private static string? WriteOrNull<T>(T? value, JsonTypeInfo<T> type) where T : class =>
        value is null ? null : JsonSerializer.Serialize(value, type);

    private static T? ReadOrNull<T>(string? text, JsonTypeInfo<T> type) where T : class =>
        text is null ? null : JsonSerializer.Deserialize(text, type);
}
