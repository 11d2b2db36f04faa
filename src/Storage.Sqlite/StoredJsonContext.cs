using System.Text.Json.Serialization;
using Gristmill.Jobs;

namespace Gristmill.Storage.Sqlite;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(MicrosecondsConverter)])]
[JsonSerializable(typeof(JobLabels))]
[JsonSerializable(typeof(JobOptions))]
[JsonSerializable(typeof(JobError))]
[JsonSerializable(typeof(JobProgress))]
[JsonSerializable(typeof(JobEvent))]
[JsonSerializable(typeof(EarlierAttempt))]
[JsonSerializable(typeof(SiloView))]
[JsonSerializable(typeof(ClusterStats))]
internal sealed partial class StoredJsonContext : JsonSerializerContext;
