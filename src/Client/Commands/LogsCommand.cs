using System.CommandLine;
using Gristmill.Client.Output;
using Gristmill.Json;

namespace Gristmill.Client.Commands;

/// <summary>Shows what a job's task has logged.</summary>
internal sealed class LogsCommand : Verb
{
    private readonly Argument<Guid> _id = JobArgument.One();
    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Go on with new lines until the job ends." };

    public LogsCommand() : base("logs", "Shows a job's log.")
    {
        Add(_id);
        Add(_follow);
    }

    public override async Task<int> RunAsync(Session session)
    {
        var jobs = await session.ConnectAsync();
        var job = jobs.Job(session.Typed.GetValue(_id));
        var run = 0;
        if (session.Typed.GetValue(_follow))
            await foreach (var news in job.FollowAsync(session.Interrupts.Leaving))
                Print(news.Lines);
        else
            Print(await job.ReadLogAsync(after: 0));
        // An empty log may be that of a job that does not exist, which this reports.
        if (run == 0)
            await job.GetAsync();
        return ExitCodes.Success;

        void Print(IEnumerable<JobLogLine> lines)
        {
            foreach (var line in lines)
            {
                if (session.Json)
                    session.Out.Raw(JsonViews.Line(line));
                else
                    Show(line, session.Clock.Moment(line.Time), isAgain: line.Run != run && line.Run > 1);
                run = line.Run;
            }
        }

        void Show(JobLogLine line, string time, bool isAgain)
        {
            if (isAgain)
                session.Out.Line(JobLines.Again(line.Run, time));
            session.Out.Line(JobLines.Log(line, time));
        }
    }
}
