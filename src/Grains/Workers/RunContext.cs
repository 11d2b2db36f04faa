using Gristmill.Jobs;
using Gristmill.Plugins;

namespace Gristmill.Workers;

/// <summary>What a running task sees of the platform.</summary>
internal sealed class RunContext(JobRun run, JobRow row, RunLog log, JobClient jobs, TimeProvider clock) : TaskContext
{
    public override Guid JobId => row.Id;
    public override string TaskName => row.Task;
    public override int Attempt => row.Run;
    public override CancelReason? CancelReason => run.Reason;
    public override CancellationToken CancellationToken => run.Stopping;
    public override TaskLog Log => log;
    public override TimeProvider Clock => clock;

    public override void Progress(double? current = null, double? total = null, string? message = null) => run.Report(current, total, message);

    public override async Task<Guid> Submit(string task, params object?[] arguments)
    {
        RunLog.Leave();
        var child = await jobs.SubmitAsync(JobClient.Request(task, arguments) with { Parent = row.Id, User = row.Labels.User });
        return child.Id;
    }
}
