using Gristmill.Jobs;
using Gristmill.Plugins;

namespace Gristmill.Workers;

/// <summary>How a pool reports what became of its runs: in batches, and until the store has answered.</summary>
internal sealed partial class WorkerPool
{
    private void Release(JobRun run, string reason) => Report(run, new ReleaseJob(run.Job, _silo.Owner, run.Run, reason));

    private void Report(JobRun run, JobCommand command)
    {
        lock (_gate)
            _reports.Add((run, command));
        _reportable.Set();
    }

    private async Task ReportAllAsync()
    {
        while (await _reportable.WaitAsync())
        {
            List<(JobRun Run, JobCommand Command)> batch;
            lock (_gate)
            {
                (batch, _reports) = (_reports, []);
                _reportsInFlight = batch.Count;
            }
            await ReportUntilAnsweredAsync(batch);
            foreach (var (run, _) in batch)
                _runs.Remove(run);
            lock (_gate)
                _reportsInFlight = 0;
            NudgeQueues();
        }
    }

    // An outcome is kept until the store has answered: the same report again is accepted and changes nothing.
    private async Task ReportUntilAnsweredAsync(List<(JobRun Run, JobCommand Command)> batch)
    {
        while (batch.Count > 0)
        {
            try
            {
                await _journal.FlushAsync();
                var answers = await _moves.ExecuteAsync([.. batch.Select(report => report.Command)]);
                for (var i = 0; i < answers.Length; i++)
                {
                    batch[i].Run.Span.Recorded(answers[i]);
                    if (answers[i].Refusal is not { } refusal)
                        continue;
                    Stale++;
                    LogStale(batch[i].Run.Job, refusal);
                }
                return;
            }
            catch (Exception e)
            {
                LogStoreTrouble("report", batch.Count, e);
                await Task.Delay(StoreTrouble, _clock);
            }
        }
    }

    // A run that was stopped for the silo's sake is given back, unless its task may run at most once.
    private JobCommand Closing(JobRun run, RunOutcome outcome) => run.Reason is CancelReason.Shutdown or CancelReason.Lost && !run.AtMostOnce
        ? new ReleaseJob(run.Job, _silo.Owner, run.Run, run.Reason.Value.ToString())
        : new FinishJob(run.Job, _silo.Owner, run.Run, outcome, run.Progress, Random.Shared.NextDouble());
}
