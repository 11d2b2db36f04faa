using System.Globalization;

namespace Gristmill.Client.Output;

/// <summary>Jobs and what happens to them, a line each.</summary>
internal static class JobLines
{
    /// <summary>A change of status: <c>14:05:09.123  Running   run 1 on silo-a</c>.</summary>
    public static Ink[] Change(JobEvent change, TimeProvider clock) => Happening(
        clock.TimeOfDay(change.Time), Ink.Of(change.Status), string.Join("  ", Where(change), change.Reason).Trim());

    /// <summary>Where a change took place: <c>run 1 on silo-a</c>; empty before the first run.</summary>
    public static string Where(JobEvent change) =>
        change.Run == 0 ? "" : $"run {change.Run}{(change.Silo is null ? "" : $" on {change.Silo}")}";

    /// <summary>A line of the log.</summary>
    /// <param name="line">The line.</param>
    /// <param name="time">When it was written, as it is shown.</param>
    public static Ink[] Log(JobLogLine line, string time) => Happening(time, line.Level switch
    {
        "Warning" => new Ink("warning", Tone.Warning),
        "Error" => new Ink("error", Tone.Bad),
        var other => new Ink(other.ToLowerInvariant(), Tone.Dim),
    }, line.Text);

    /// <summary>The beginning of the log of another run.</summary>
    public static Ink[] Again(int run, string time) =>
        Happening(time, new Ink("run", Tone.Strong), run.ToString(CultureInfo.InvariantCulture));

    /// <summary>How far the job is now.</summary>
    public static Ink[] Progress(JobProgress progress, TimeProvider clock) =>
        Happening(clock.TimeOfDay(clock.GetUtcNow()), new Ink("progress", Tone.Dim), Words.Progress(progress));

    /// <summary>The job's result or error; null if it ended with neither.</summary>
    public static Ink[]? Outcome(JobView job, TimeProvider clock)
    {
        var time = clock.TimeOfDay(job.Finished ?? clock.GetUtcNow());
        return job switch
        {
            { ResultExpired: { } expired } => Happening(time, new Ink("result", Tone.Dim), $"expired {clock.Moment(expired)}"),
            { Status: JobStatus.Success } => Happening(time, new Ink("result", Tone.Dim), Words.Shortened(job.Result) ?? "null"),
            { Error: { } error } => Happening(time, new Ink("error", Tone.Bad), Words.Error(error)),
            _ => null,
        };
    }

    /// <summary>A listing.</summary>
    public static Sheet Sheet() => new(
        "id", "status", Column.Ending("task"), Column.Minor("queue"), Column.Minor("runs"), Column.Minor("silo"),
        Column.Minor("created"),
        Column.Minor("took"), Column.Minor("title"));

    /// <summary>A row of a listing.</summary>
    public static Ink[] Row(JobView job, TimeProvider clock) =>
    [
        job.Id.ToString(),
        Ink.Of(job.Status),
        job.Task,
        job.Queue,
        job.Attempt.ToString(CultureInfo.InvariantCulture),
        job.Silo ?? "-",
        new(clock.Moment(job.Created), Tone.Dim),
        job.Started is { } started ? Words.Span((job.Finished ?? clock.GetUtcNow()) - started) : "-",
        job.Title,
    ];

    private static Ink[] Happening(string time, Ink what, string details) =>
        [new(time, Tone.Dim), "  ", what, details.Length == 0 ? ""
            : new string(' ', Math.Max(2, 12 - what.Text.Length)), details];
}
