using Spectre.Console;

namespace Gristmill.Client.Output;

/// <summary>
/// A job while somebody looks on: a line for each thing that happens, and at a terminal a progress bar under them.
/// </summary>
/// <param name="screen">Where to show it.</param>
/// <param name="clock">The reader's clock.</param>
/// <param name="withStatus">Whether changes of status and progress are lines of their own.</param>
internal sealed class LiveJob(Screen screen, TimeProvider clock, bool withStatus)
{
    private const int Narrow = 72;
    private const int BarWidth = 20;
    private const int SpinnerWidth = 3;

    // Spinner, bar, percentage and time, with a gap before each.
    private const int OthersWidth = SpinnerWidth + BarWidth + 1 + 5 + 9;

    /// <summary>Shows all that happens.</summary>
    /// <returns>The job at its end.</returns>
    public Task<JobView> ShowAsync(IAsyncEnumerable<JobNews> all) =>
        screen.IsTerminal ? ShowWithBarAsync(all) : ShowAsync(all, _ => { });

    private async Task<JobView> ShowAsync(IAsyncEnumerable<JobNews> all, Action<JobView> moved)
    {
        JobView? job = null;
        await foreach (var news in all)
        {
            Tell(news);
            moved(job = news.Job);
        }
        return job ?? throw new InvalidOperationException("A job that is watched is seen at least once.");
    }

    private void Tell(JobNews news)
    {
        var changes = news.Changes.Where(change => withStatus || IsSetback(change))
            .Select(change => (change.Time, Line: JobLines.Change(change, clock)));
        var lines = news.Lines.Select(line => (line.Time, Line: JobLines.Log(line, clock.TimeOfDay(line.Time))));
        foreach (var (_, line) in changes.Concat(lines).OrderBy(happening => happening.Time))
            screen.Line(line);
        if (withStatus && !screen.IsTerminal && news is { HasProgressed: true, Job.Progress: { } progress })
            screen.Line(JobLines.Progress(progress, clock));
        if (news.Notice is { } notice)
            screen.Line(new Ink(notice, Tone.Warning));
    }

    // What explains a log that begins again, or stops.
    private static bool IsSetback(JobEvent change) => change is { Run: > 0, Status: JobStatus.Queued or JobStatus.Canceling };

    private async Task<JobView> ShowWithBarAsync(IAsyncEnumerable<JobNews> all)
    {
        screen.HasBar = true;
        var job = await screen.Terminal.Progress().AutoClear(true).Columns(Columns()).StartAsync(context =>
        {
            var bar = context.AddTask("waiting", maxValue: 1);
            return ShowAsync(all, job => Move(bar, job));
        });
        screen.HasBar = false;
        return job;
    }

    // All of it has to fit on a line: a bar that wraps is a new one every time that it is drawn.
    private ProgressColumn[] Columns()
    {
        var what = new TaskDescriptionColumn { Alignment = Justify.Left };
        return IsNarrow ? [new SpinnerColumn(), what]
            : [new SpinnerColumn(), what, new ProgressBarColumn { Width = BarWidth }, new PercentageColumn(),
            new ElapsedTimeColumn()];
    }

    private bool IsNarrow => screen.Terminal.Profile.Width < Narrow;

    private void Move(ProgressTask bar, JobView job)
    {
        var what = job.Status is JobStatus.Running && job.Progress?.Message is { } message ? message : job.Status.ToString();
        var width = screen.Terminal.Profile.Width - (IsNarrow ? SpinnerWidth : OthersWidth);
        bar.Description = Markup.Escape(Words.Beginning(Words.Printable($"{job.Title}: {what}"), width));
        bar.IsIndeterminate = job.Progress is not { Total: > 0 };
        if (job.Progress is { Total: > 0 } progress)
            (bar.MaxValue, bar.Value) = (progress.Total, progress.Current);
    }
}
