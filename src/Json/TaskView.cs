namespace Gristmill.Json;

/// <summary>A task, who offers it, and, where one task is shown, what each silo has seen of it.</summary>
public sealed record TaskView(
    string Name, string Title, string? Help, string Plugin, string Version, ParameterDescriptor[] Parameters, string? Returns,
    string? Queue, int? Priority, TimeSpan? TimeLimit, int? MaxLostRuns, bool Redeliver, RetryPolicy? Retry, JobLimit? Limit,
    string[] Silos,
    TransformDescriptor[] Transforms, string? ResultTransforms, TaskStats[]? Stats)
{
    public static TaskView Of(OfferedTask offered, TaskStats[]? figures = null) => new(
        offered.Task.Name, offered.Task.Title, offered.Task.Help, offered.Task.Plugin, offered.Task.Version,
        offered.Task.Parameters,
        offered.Task.Returns, offered.Task.Queue, offered.Task.Priority, offered.Task.TimeLimit, offered.Task.MaxLostRuns,
        offered.Task.Redeliver, offered.Task.Retry, offered.Task.Limit, offered.Silos, offered.Task.Transforms ?? [],
        offered.Task.ResultTransforms, figures);
}
