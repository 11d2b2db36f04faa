using System.CommandLine;
using Gristmill.Client.Output;

namespace Gristmill.Client.Commands;

/// <summary>Asks jobs to stop.</summary>
internal sealed class CancelCommand : Verb
{
    private readonly Argument<Guid[]> _ids = JobArgument.Several();
    private readonly Option<string> _reason = new("--reason") { HelpName = "TEXT", Description = "Why; kept in the jobs' history." };
    private readonly Option<bool> _wait = new("--wait", "-w") { Description = "Wait until the jobs have ended." };

    public CancelCommand() : base("cancel", "Cancels jobs and prints the status that each has then. A queued job never runs; a running one is told at once.")
    {
        Add(_ids);
        Add(_reason);
        Add(_wait);
    }

    public override async Task<int> RunAsync(Session session)
    {
        var jobs = await session.ConnectAsync();
        session.Farewell = "left; the jobs have been told to stop";
        var exitCode = ExitCodes.Success;
        foreach (var (id, canceled) in session.Typed.GetRequiredValue(_ids).Distinct().Select(id => (id, CancelAsync(session, jobs.Job(id)))).ToList())
        {
            try
            {
                var job = await canceled;
                if (session.Json)
                    session.Out.Raw(Json.Line(job));
                else
                    session.Out.Line($"{id}  ", Ink.Of(job.Status));
            }
            catch (UnknownJobException e)
            {
                exitCode = session.Report(e);
            }
        }
        return exitCode;
    }

    private async Task<JobView> CancelAsync(Session session, JobHandle job)
    {
        var told = await job.CancelAsync(session.Typed.GetValue(_reason));
        if (session.Typed.GetValue(_wait))
            told = await job.WaitAsync(session.Interrupts.Leaving);
        return session.Json ? await job.GetAsync() : told;
    }
}
