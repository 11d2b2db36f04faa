using System.Globalization;

namespace Gristmill.Client.Output;

/// <summary>The jobs that nobody tries again by himself: how often each failed, and why.</summary>
internal static class DeadJobs
{
    public static Sheet Sheet() => new("id", Column.Elastic("task"), "failed", Column.Minor("lost"), Column.Minor("ended"), Column.Elastic("error"));

    public static Ink[] Row(JobView job, TimeProvider clock) =>
    [
        job.Id.ToString(),
        job.Task,
        Words.Attempts(job),
        job.Deliveries.ToString(CultureInfo.InvariantCulture),
        new(job.Finished is { } ended ? clock.Moment(ended) : "-", Tone.Dim),
        new(job.Error is { } error ? Words.Error(error) : "-", Tone.Bad),
    ];
}
