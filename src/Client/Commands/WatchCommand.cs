using System.CommandLine;
using Gristmill.Client.Output;
using Gristmill.Json;

namespace Gristmill.Client.Commands;

/// <summary>Shows what happens to a job until its end.</summary>
internal sealed class WatchCommand : Verb
{
    private readonly Argument<Guid> _id = JobArgument.One();

    public WatchCommand()
        : base("watch",
            "Follows a job to its end: a line per change of status, progress, and log line. The exit code is that of its end.") => Add(_id);

    public override async Task<int> RunAsync(Session session)
    {
        var jobs = await session.ConnectAsync();
        var job = jobs.Job(session.Typed.GetValue(_id));
        session.Farewell = "left; the job goes on";
        var news = job.FollowAsync(session.Interrupts.Leaving);
        if (session.Json)
            return ExitCodes.Of(await PrintAsync(news, session.Out));
        var end = await new LiveJob(session.Out, session.Clock, withStatus: true).ShowAsync(news);
        if (JobLines.Outcome(end, session.Clock) is { } outcome)
            session.Out.Line(outcome);
        return ExitCodes.Of(end.Status);
    }

    private static async Task<JobStatus> PrintAsync(IAsyncEnumerable<JobNews> all, Screen screen)
    {
        var status = JobStatus.Inactive;
        await foreach (var news in all)
        {
            foreach (var line in news.Lines)
                screen.Raw(JsonViews.Line(line));
            if (news.HasMoved || news.HasProgressed)
                screen.Raw(JsonViews.Line(news.Job with { History = [.. news.Changes] }));
            status = news.Job.Status;
        }
        return status;
    }
}
