using System.CommandLine;

namespace Gristmill.Client.Commands;

/// <summary>Opens ended jobs again.</summary>
internal sealed class RetryCommand : Verb
{
    private readonly Argument<Guid[]> _ids = JobArgument.Several();

    public RetryCommand()
        : base("retry",
            "Runs ended jobs again, whatever their end, and prints the status that each has then. Their history is kept.") =>
        Add(_ids);

    public override async Task<int> RunAsync(Session session)
    {
        var jobs = await session.ConnectAsync();
        return await EachJob.DoAsync(session, session.Typed.GetRequiredValue(_ids), async id =>
        {
            var told = await jobs.Job(id).RetryAsync();
            return session.Json ? await jobs.Job(id).GetAsync() : told;
        }, job => EachJob.Print(session, job));
    }
}
