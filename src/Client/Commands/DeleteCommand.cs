using System.CommandLine;
using Gristmill.Json;

namespace Gristmill.Client.Commands;

/// <summary>Deletes ended jobs.</summary>
internal sealed class DeleteCommand : Verb
{
    private readonly Argument<Guid[]> _ids = JobArgument.Several();

    public DeleteCommand()
        : base("delete", "Deletes ended jobs with their history and log. One that has not ended is refused: cancel it first.") =>
        Add(_ids);

    public override async Task<int> RunAsync(Session session)
    {
        var jobs = await session.ConnectAsync();
        return await EachJob.DoAsync(session, session.Typed.GetRequiredValue(_ids), jobs.DeleteAsync, job =>
        {
            if (session.Json)
                session.Out.Raw(JsonViews.Line(job));
            else
                session.Out.Line($"{job.Id}  deleted");
        });
    }
}
