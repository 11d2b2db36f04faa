using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gristmill.Json;

/// <summary>What the console prints and the REST API answers.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(JobView))]
[JsonSerializable(typeof(JobLogLine))]
[JsonSerializable(typeof(ArtifactView))]
[JsonSerializable(typeof(TaskView))]
[JsonSerializable(typeof(SiloView))]
[JsonSerializable(typeof(QueueView))]
[JsonSerializable(typeof(PluginView))]
[JsonSerializable(typeof(Packed))]
[JsonSerializable(typeof(Purged))]
[JsonSerializable(typeof(Submitted))]
[JsonSerializable(typeof(SubmittedLine))]
[JsonSerializable(typeof(RefusedLine))]
[JsonSerializable(typeof(SubmittedAll))]
[JsonSerializable(typeof(Refusal))]
[JsonSerializable(typeof(KeyView))]
[JsonSerializable(typeof(KeyMade))]
[JsonSerializable(typeof(SettingView))]
[JsonSerializable(typeof(JobPage))]
[JsonSerializable(typeof(LogPage))]
[JsonSerializable(typeof(JobEvent))]
[JsonSerializable(typeof(JobProgress))]
[JsonSerializable(typeof(TreeCanceled))]
[JsonSerializable(typeof(TaskView[]))]
[JsonSerializable(typeof(SiloView[]))]
[JsonSerializable(typeof(QueueView[]))]
[JsonSerializable(typeof(PluginView[]))]
[JsonSerializable(typeof(ArtifactView[]))]
internal sealed partial class Shapes : JsonSerializerContext;
