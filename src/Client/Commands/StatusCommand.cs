using System.CommandLine;
using Gristmill.Client.Output;
using Gristmill.Json;

namespace Gristmill.Client.Commands;

/// <summary>Shows all that is known of a job.</summary>
internal sealed class StatusCommand : Verb
{
    private readonly Argument<Guid> _id = JobArgument.One();

    private readonly Option<bool> _verbose =
        new("--verbose", "-v") { Description = "Show the stack of every run that failed, and not only of the last." };

    public StatusCommand() : base("status", "Shows a job: its fields, and every change of its status.")
    {
        Add(_id);
        Add(_verbose);
    }

    public override async Task<int> RunAsync(Session session)
    {
        var jobs = await session.ConnectAsync();
        var job = await jobs.Job(session.Typed.GetValue(_id)).GetAsync();
        if (session.Json)
            session.Out.Raw(JsonViews.Line(job));
        else
            JobDetails.Print(job, session.Out, session.Clock, session.Typed.GetValue(_verbose));
        return ExitCodes.Success;
    }
}
