using System.Globalization;

namespace Gristmill.Client.Output;

/// <summary>The jobs that nobody tries again by himself: how often each failed, and why.</summary>
internal static class DeadJobs
{
    private const int LongestError = 200;

    public static Sheet Sheet() =>
        new("id", Column.Ending("task"), "failed", Column.Minor("lost"), Column.Minor("ended"), Column.Elastic("error"));

    public static Ink[] Row(JobView job, TimeProvider clock) =>
    [
        job.Id.ToString(),
        job.Task,
        Words.Attempts(job),
        job.LostRuns.ToString(CultureInfo.InvariantCulture),
        new(job.Finished is { } ended ? clock.Moment(ended) : "-", Tone.Dim),
        new(job.Error is { } error ? Brief(error) : "-", Tone.Bad),
    ];

    // The namespace of its type would leave little room for what it says.
    private static string Brief(JobError error) =>
        Words.Beginning(Words.Error(error with { Type = error.Type[(error.Type.LastIndexOf('.') + 1)..] }), LongestError);
}
