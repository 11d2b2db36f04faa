using Gristmill.Jobs;
using Gristmill.Plugins;

namespace Gristmill.Workers;

/// <summary>What a running task sees of the platform.</summary>
internal sealed class RunContext(JobRun run, JobRow row, RunJournal journal, JobClient jobs, TimeProvider clock) : TaskContext
{
    private readonly RunLog _log = new(run, journal);

    public override Guid JobId => row.Id;
    public override string TaskName => row.Task;
    public override int Attempt => row.Run;
    public override CancelReason? CancelReason => run.Reason;
    public override CancellationToken CancellationToken => run.Stopping;
    public override TaskLog Log => _log;
    public override TimeProvider Clock => clock;

    public override void Progress(double? current = null, double? total = null, string? message = null) => run.Report(current, total, message);

    public override async Task<Guid> Submit(string task, params object?[] arguments)
    {
        var child = await jobs.SubmitAsync(JobClient.Request(task, arguments) with { Parent = row.Id, User = row.Labels.User });
        return child.Id;
    }

    private sealed class RunLog(JobRun run, RunJournal journal) : TaskLog
    {
        public override void Write(TaskLogLevel level, string text) => journal.Write(run, level, text);
    }
}
