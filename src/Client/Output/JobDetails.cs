using System.Globalization;

namespace Gristmill.Client.Output;

/// <summary>One job in full.</summary>
internal static class JobDetails
{
    /// <param name="job">The job.</param>
    /// <param name="screen">Where to print it.</param>
    /// <param name="clock">The reader's clock.</param>
    /// <param name="isVerbose">Whether to print the stack of every run that failed, and not only that of the last.</param>
    public static void Print(JobView job, Screen screen, TimeProvider clock, bool isVerbose = false)
    {
        screen.Print(Fields(job, clock));
        PrintStack(job.Error, screen);
        if (job.History.Length == 0)
            return;
        screen.Line();
        screen.Print(Timeline(job, clock));
        foreach (var change in job.History.Where(change =>
            isVerbose && change.Error is { Detail: not null } && change.Error != job.Error))
        {
            screen.Line();
            screen.Line(new Ink($"{JobLines.Where(change)}  ", Tone.Dim), new Ink(Words.Error(change.Error!), Tone.Bad));
            PrintStack(change.Error, screen);
        }
    }

    private static void PrintStack(JobError? error, Screen screen)
    {
        foreach (var line in error?.Detail?.ReplaceLineEndings("\n").Split('\n') ?? [])
            screen.Line("  ", new Ink(line, Tone.Dim));
    }

    private static Sheet Fields(JobView job, TimeProvider clock)
    {
        var sheet = Sheet.OfFields();
        sheet.AddIfAny("id", job.Id.ToString());
        sheet.AddIfAny("task", job.Task);
        sheet.AddIfAny("title", job.Title);
        sheet.Add(new Ink("status", Tone.Dim), Ink.Of(job.Status));
        sheet.AddIfAny("notice", job.Notice);
        sheet.AddIfAny("arguments", Words.Shortened(job.Arguments));
        sheet.AddIfAny("transforms", Words.Shortened(job.ResultTransforms));
        sheet.AddIfAny("result", job.ResultExpired is { } expired ? $"expired {clock.Moment(expired)}"
            : Words.Shortened(job.Result));
        sheet.AddIfAny("error", job.Error is { } error ? Words.Error(error) : null);
        sheet.AddIfAny("reason", job.CancelReason);
        sheet.AddIfAny("progress", job.Progress is { } progress ? Words.Progress(progress) : null);
        sheet.AddIfAny("type", job.Type);
        sheet.AddIfAny("user", job.User);
        sheet.AddIfAny("public", job.Public ? "yes" : null);
        sheet.AddIfAny("tags", string.Join(", ", job.Tags));
        sheet.AddIfAny("meta", Words.Shortened(job.Meta));
        sheet.AddIfAny("parent", job.Parent?.ToString());
        sheet.AddIfAny("root", job.Root == default || job.Root == job.Id ? null : job.Root.ToString());
        sheet.AddIfAny("children",
            string.Join(", ", job.Children.Select(children => $"{Number(children.Count)} {children.Status}")));
        sheet.AddIfAny("queue", job.Queue);
        sheet.AddIfAny("priority", Number(job.Priority));
        sheet.AddIfAny("time limit", job.TimeLimit is { } limit ? Words.Span(limit) : null);
        sheet.AddIfAny("attempt", Number(job.Attempt));
        sheet.AddIfAny("failures", job.MaxAttempts > 1 || job.Failures > 0 ? Words.Attempts(job) : null);
        sheet.AddIfAny("lost runs", job.LostRuns == 0 ? null : $"{Number(job.LostRuns)} (runs lost with their silo)");
        if (job.Unique is { } unique)
            sheet.Add(new Ink("unique", Tone.Dim), Rules.Unique(unique, job.HoldsKey));
        foreach (var shared in job.Limits)
            sheet.Add(new Ink("limit", Tone.Dim), Rules.Limit(shared, job));
        sheet.AddIfAny("silo", job.Silo);
        sheet.AddIfAny("created", clock.Moment(job.Created));
        sheet.AddIfAny("wakes", job.WakeAt is { } wake && wake > clock.GetUtcNow() ? clock.Moment(wake) : null);
        sheet.AddIfAny("expires", job.ExpiresAt is { } expires ? clock.Moment(expires) : null);
        sheet.AddIfAny("started", job.Started is { } started ? clock.Moment(started) : null);
        sheet.AddIfAny("finished", job.Finished is { } finished ? clock.Moment(finished) : null);
        return sheet;
    }

    private static Sheet Timeline(JobView job, TimeProvider clock)
    {
        var sheet = new Sheet("", "", "", "", Column.Elastic(""));
        var last = job.Created;
        foreach (var change in job.History)
        {
            if (change.LeftOut is { } left)
                sheet.Add("…", new Ink($"{Number(left)} more", Tone.Dim), "", "", "");
            sheet.Add(
                new Ink(clock.TimeOfDay(change.Time), Tone.Dim), Ink.Of(change.Status),
                new Ink($"+{Words.Span(change.Time - last)}", Tone.Dim),
                JobLines.Where(change), Why(change));
            last = change.Time;
        }
        return sheet;
    }

    private static string? Why(JobEvent change) => change switch
    {
        { Error: null } => change.Reason,
        { Error: { } error } when change.Reason is null || change.Reason == error.Type => Words.Error(error),
        _ => $"{change.Reason}  {Words.Error(change.Error)}",
    };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
