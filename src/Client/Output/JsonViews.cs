namespace Gristmill.Client.Output;

/// <summary>A job that was accepted.</summary>
internal sealed record Submitted(Guid Id);

/// <summary>A queue whose waiting jobs were canceled.</summary>
/// <param name="Queue">Its name.</param>
/// <param name="Canceled">How many jobs were.</param>
internal sealed record Purged(string Queue, long Canceled);

/// <summary>A job that was accepted from a line of a file.</summary>
internal sealed record SubmittedLine(long Line, Guid Id);

/// <summary>A line of a file that was refused.</summary>
internal sealed record RefusedLine(long Line, RefusalText Error);

/// <summary>What became of a file: how many of its lines are jobs now, and how many were refused.</summary>
internal sealed record SubmittedAll(long Accepted, long Refused);

/// <summary>An error of the console, of what was typed, or of the cluster.</summary>
internal sealed record Refusal(RefusalText Error);

/// <summary>What was wrong.</summary>
/// <param name="Message">All of it, a line a problem.</param>
/// <param name="Problems">Each problem.</param>
internal sealed record RefusalText(string Message, IReadOnlyList<string> Problems);

/// <summary>A task and who offers it, in one object.</summary>
internal sealed record TaskView(
    string Name, string Title, string? Help, string Plugin, string Version, ParameterDescriptor[] Parameters, string? Returns,
    string? Queue, int? Priority, TimeSpan? TimeLimit, int? MaxDeliveries, bool Redeliver, RetryPolicy? Retry, string[] Silos,
    TransformDescriptor[] Transforms, string? ResultTransforms)
{
    public static TaskView Of(OfferedTask offered) => new(
        offered.Task.Name, offered.Task.Title, offered.Task.Help, offered.Task.Plugin, offered.Task.Version, offered.Task.Parameters,
        offered.Task.Returns, offered.Task.Queue, offered.Task.Priority, offered.Task.TimeLimit, offered.Task.MaxDeliveries,
        offered.Task.Redeliver, offered.Task.Retry, offered.Silos, offered.Task.Transforms ?? [], offered.Task.ResultTransforms);
}
