using Gristmill.Execution.Runs;
using Gristmill.Jobs;
using Gristmill.Plugins;

namespace Gristmill.Grains.Pool;

/// <summary>A run of the pool: what was claimed, and what the run asks of the silo.</summary>
public sealed class PoolRun : IRunHost
{
    private readonly JobRow _row;
    private readonly RunServices _services;
    private readonly Action<PoolRun, RunOutcome> _ended;

    /// <param name="row">The row as it was claimed.</param>
    /// <param name="queue">The queue that it came from.</param>
    /// <param name="services">What all runs of the silo use.</param>
    /// <param name="ended">Told the outcome, once.</param>
    public PoolRun(JobRow row, QueueConnection queue, RunServices services, Action<PoolRun, RunOutcome> ended)
    {
        (_row, Queue, _services, _ended) = (row, queue, services, ended);
        Claimed = services.Clock.GetTimestamp();
        Execution = new JobRun(row.ToRequest(), services.Options.ForRuns(), this, services.Slots, services.Clock);
    }

    public Guid Job => _row.Id;

    /// <summary>The fence of the claim.</summary>
    public int Run => _row.Run;
    public int Attempt => _row.Attempt;
    public string Owner => _row.Owner!;
    public string TaskName => _row.Task;
    public bool AtMostOnce => _row.Options.AtMostOnce;
    public TimeSpan? HardTimeLimit => _row.Options.HardTimeLimit;
    public QueueConnection Queue { get; }

    /// <summary>The call of the task.</summary>
    public JobRun Execution { get; }

    public long Claimed { get; }

    /// <summary>When it was given its slot.</summary>
    public long Taken { get; set; }

    public async Task<CancelReason?> EnterPhaseAsync(JobStatus phase, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await _services.OutputBuffer.FlushAsync();
                var answer = await _services.Dispatcher.ExecuteAsync(new EnterPhase(Job, Owner, Run, phase));
                if (answer.Accepted)
                    return null;
                return answer.Row is { Status: JobStatus.Canceling } now && now.Run == Run
                    ? CancelReason.Requested
                    : CancelReason.Lost;
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(StoreTrouble.Pause, _services.Clock, stopping);
            }
        }
    }

    public bool TryWriteLog(TaskLogLevel level, string text, int bytes, bool always) =>
        _services.OutputBuffer.TryWrite(this, level, text, bytes, always);

    public void ReportProgress() => _services.OutputBuffer.Touch(this);

    public async Task<Guid> SubmitAsync(string task, object?[] arguments)
    {
        var request = JobClient.Request(task, arguments) with { Parent = Job, User = _row.Labels.User };
        return (await _services.Jobs.SubmitAsync(request)).Id;
    }

    public async Task<Artifact> SaveArtifactAsync(string name, Stream content)
    {
        var kept = await _services.Artifacts.KeepAsync(Job, Attempt, Owner, name, content, CancellationToken.None);
        return new Artifact(Job, kept.Name, kept.Bytes);
    }

    public Task<Stream> OpenArtifactAsync(string name) => _services.Artifacts.OpenAsync(Job, name);

    public string CreateFolder() => _services.Folders.Create(Owner, Job, Run);

    public void Ended(RunOutcome outcome) => _ended(this, outcome);
}
