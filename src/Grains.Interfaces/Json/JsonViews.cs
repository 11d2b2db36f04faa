using System.Text.Json.Serialization;

namespace Gristmill;

/// <summary>A job that was accepted.</summary>
/// <param name="Id">The job's id.</param>
/// <param name="Existing">Whether it was there already, with the same unique key; left out if not.</param>
internal sealed record Submitted(Guid Id, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Existing);

/// <summary>A queue whose waiting jobs were canceled.</summary>
/// <param name="Queue">Its name.</param>
/// <param name="Canceled">How many jobs were.</param>
internal sealed record Purged(string Queue, long Canceled);

/// <summary>A package that was made of a plugin.</summary>
internal sealed record Packed(string Name, string Version, string File);

/// <summary>A job that was accepted from a line of a file.</summary>
internal sealed record SubmittedLine(long Line, Guid Id, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Existing);

/// <summary>A line of a file that was refused.</summary>
internal sealed record RefusedLine(long Line, RefusalText Error);

/// <summary>What became of a file: how many of its lines are jobs now, how many of those were there already, and how many were refused.</summary>
internal sealed record SubmittedAll(long Accepted, long Existing, long Refused);

/// <summary>A part of a job's log.</summary>
/// <param name="Lines">The lines, oldest first.</param>
/// <param name="Next">What to read behind next: the last line's sequence number.</param>
internal sealed record LogPage(JobLogLine[] Lines, long Next);

/// <summary>A job that was told to stop with all that descend from it.</summary>
/// <param name="Id">The job.</param>
/// <param name="Told">How many jobs were told, itself among them.</param>
internal sealed record TreeCanceled(Guid Id, long Told);

/// <summary>A key to the HTTP port, without what it is.</summary>
internal sealed record KeyView(string Name, string Role, string Id, DateTimeOffset Created);

/// <summary>A key that was made, shown once.</summary>
internal sealed record KeyMade(string Name, string Role, string Key);

/// <summary>An option of a silo, or a setting of a plugin.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value as JSON; null for none.</param>
/// <param name="Source">What kind of place it comes from.</param>
/// <param name="Place">The file, the variable or the flag; null for the default.</param>
internal sealed record SettingView(string Name, string? Value, string Source, string? Place);

/// <summary>An error of the console, of what was typed, or of the cluster.</summary>
internal sealed record Refusal(RefusalText Error);

/// <summary>What was wrong.</summary>
/// <param name="Message">All of it, a line a problem.</param>
/// <param name="Problems">Each problem.</param>
internal sealed record RefusalText(string Message, IReadOnlyList<string> Problems);

/// <summary>A task, who offers it, and, where one task is shown, what each silo has seen of it.</summary>
internal sealed record TaskView(
    string Name, string Title, string? Help, string Plugin, string Version, ParameterDescriptor[] Parameters, string? Returns,
    string? Queue, int? Priority, TimeSpan? TimeLimit, int? MaxDeliveries, bool Redeliver, RetryPolicy? Retry, JobLimit? Limit, string[] Silos,
    TransformDescriptor[] Transforms, string? ResultTransforms, TaskStats[]? Figures)
{
    public static TaskView Of(OfferedTask offered, TaskStats[]? figures = null) => new(
        offered.Task.Name, offered.Task.Title, offered.Task.Help, offered.Task.Plugin, offered.Task.Version, offered.Task.Parameters,
        offered.Task.Returns, offered.Task.Queue, offered.Task.Priority, offered.Task.TimeLimit, offered.Task.MaxDeliveries,
        offered.Task.Redeliver, offered.Task.Retry, offered.Task.Limit, offered.Silos, offered.Task.Transforms ?? [],
        offered.Task.ResultTransforms, figures);
}
