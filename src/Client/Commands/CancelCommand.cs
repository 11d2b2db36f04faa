using System.CommandLine;
using Gristmill.Client.Output;

namespace Gristmill.Client.Commands;

/// <summary>Asks jobs to stop.</summary>
internal sealed class CancelCommand : Verb
{
    private readonly Argument<Guid[]> _ids = JobArgument.Several();
    private readonly Option<string> _reason =
        new("--reason") { HelpName = "TEXT", Description = "Why; kept in the jobs' history." };
    private readonly Option<bool> _wait = new("--wait", "-w") { Description = "Wait until the jobs have ended." };
    private readonly Option<bool> _tree =
        new("--tree") { Description = "Cancel the jobs that they have submitted, too, and those that these have." };

    public CancelCommand()
        : base("cancel",
            "Cancels jobs and prints the status that each has then. A queued job never runs; a running one is told at once.")
    {
        Add(_ids);
        Add(_reason);
        Add(_tree);
        Add(_wait);
        Examples =
        [
            "cancel ID --reason \"no longer needed\" --wait",
            "cancel ID --tree",
        ];
    }

    public override async Task<int> RunAsync(Session session)
    {
        var jobs = await session.ConnectAsync();
        session.Farewell = "left; the jobs have been told to stop";
        var ids = session.Typed.GetRequiredValue(_ids);
        var told = new List<Guid>();
        var exitCode = await TellAsync(session, jobs, ids, told);
        if (session.Typed.GetValue(_tree))
            foreach (var id in told.ToArray())
                await foreach (var some in jobs.DescendantsAsync(id).Where(job => !job.Status.IsTerminal()).Chunk(EachJob.AtOnce))
                    exitCode = Math.Max(exitCode, await TellAsync(session, jobs, some.Select(job => job.Id), told));
        // Only when all have been told: a parent may wait for its children.
        return session.Typed.GetValue(_wait)
            ? Math.Max(exitCode,
                await EachJob.DoAsync(session, told, id => EndAsync(session, jobs.Job(id)), job => EachJob.Print(session, job)))
            : exitCode;
    }

    private Task<int> TellAsync(Session session, JobClient jobs, IEnumerable<Guid> ids, List<Guid> told)
    {
        var (isTree, isPrinted) = (session.Typed.GetValue(_tree), !session.Typed.GetValue(_wait));
        return EachJob.DoAsync(session, ids, CancelAsync, job =>
        {
            told.Add(job.Id);
            if (isPrinted)
                EachJob.Print(session, job);
            if (!isTree && job.Children.Open() is > 0 and var open)
                session.Say($"{Words.Count(open, "open child", "open children")} of {job.Id} will go on; --tree cancels them, too");
        });

        async Task<JobView> CancelAsync(Guid id)
        {
            var job = await jobs.Job(id).CancelAsync(session.Typed.GetValue(_reason));
            return isTree && !session.Json ? job : await jobs.Job(id).GetAsync();
        }
    }

    private static async Task<JobView> EndAsync(Session session, JobHandle job)
    {
        var end = await job.WaitAsync(session.Interrupts.Leaving);
        return session.Json ? await job.GetAsync() : end;
    }
}
