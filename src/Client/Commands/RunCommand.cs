using System.CommandLine;
using Gristmill.Client.Output;
using Gristmill.Json;

namespace Gristmill.Client.Commands;

/// <summary>Submits a job and waits: its result on the output, its log and progress beside it.</summary>
internal sealed class RunCommand : Verb
{
    private readonly Submission _submission;

    private readonly Option<bool> _local = new("--local")
    {
        Description =
            "Start a silo inside this program, for as long as the job takes: on the data folder if one is given, else on a temporary one.",
    };

    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Show neither the job's log nor its progress." };

    public RunCommand()
        : base("run", "Runs a task: submits a job, waits for its end, and prints the result alone. Ctrl-C cancels the job.")
    {
        _submission = new Submission(this);
        Add(_local);
        Add(_quiet);
        Examples =
        [
            "run gwexample.analyses.tasks.fibonacci 26",
            "run gwexample.analyses.tasks.fibonacci --arg n=26 --time-limit 5m --retries 2 --output json",
            "run gwexample.analyses.tasks.fibonacci 26 --local",
        ];
    }

    public override async Task<int> RunAsync(Session session)
    {
        var local = session.Typed.GetValue(_local);
        var (request, jobs) = await _submission.ReadAsync(session.Typed, local ? session.StartLocalAsync
            : session.ConnectAsync, session.Interrupts.Leaving);
        var interrupted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        session.Interrupts.TakeFirst(interrupted.SetResult);
        var job = await jobs.SubmitAsync(request with { Watched = true });
        session.Farewell = local
            ? "left; the silo inside this program stops"
            : $"left; the job goes on: `gristmill watch {job.Id}` follows it";

        Submission.SayWhatBecame(session, request, job);

        var end = await EndAsync(session, job, isOwn: job.Id == request.Id, interrupted.Task);
        if (session.Json)
            session.Out.Raw(JsonViews.Line(await job.GetAsync()));
        else if (end.Status is JobStatus.Success)
            session.Out.Raw(end.Result ?? "null");
        else
            throw new JobFailedException(end);
        return ExitCodes.Of(end.Status);
    }

    private async Task<JobView> EndAsync(Session session, JobHandle job, bool isOwn, Task interrupted)
    {
        var end = session.Json || session.Typed.GetValue(_quiet)
            ? job.WaitAsync(session.Interrupts.Leaving)
            : new LiveJob(session.Error, session.Clock, withStatus: false).ShowAsync(job.FollowAsync(session.Interrupts.Leaving));
        if (await Task.WhenAny(end, interrupted) != interrupted)
            return await end;
        if (isOwn)
        {
            session.Say($"canceling job {job.Id} and waiting for its end; Ctrl-C again leaves it alone");
            await job.CancelAsync("Ctrl-C at the console");
            if (!session.Typed.GetValue(_local))
                session.Farewell = "left; the job has been told to stop";
        }
        else
        {
            session.Interrupts.Leave();
        }
        return await end;
    }
}
