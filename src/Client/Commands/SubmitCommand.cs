using Gristmill.Client.Output;

namespace Gristmill.Client.Commands;

/// <summary>Submits a job and does not wait for it.</summary>
internal sealed class SubmitCommand : Verb
{
    private readonly Submission _submission;

    public SubmitCommand() : base("submit", "Submits a job and prints its id alone. From then on the job is on disk and will not be lost.") =>
        _submission = new Submission(this);

    public override async Task<int> RunAsync(Session session)
    {
        var jobs = await session.ConnectAsync();
        var job = await jobs.SubmitAsync(await _submission.ReadAsync(session.Typed, jobs));
        session.Out.Raw(session.Json ? Json.Line(new Submitted(job.Id)) : job.Id.ToString());
        return ExitCodes.Success;
    }
}
