using Gristmill.Jobs;
using Gristmill.Plugins;

namespace Gristmill.Workers;

/// <summary>How a pool reports what became of its runs: in batches, and until the store has answered.</summary>
internal sealed partial class WorkerPool
{
    /// <summary>The type of the error of a run whose outcome the store would not take.</summary>
    private const string OutcomeRefused = "OutcomeRefused";

    private void UndoClaim(JobRun run) => Report(run, new UndoClaim(run.Job, _silo.Owner, run.Run));

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
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await _outputBuffer.FlushAsync();
                await ReportAsync(batch);
                return;
            }
            catch (Exception e) when (e is StoreUnavailableException || attempt == 0)
            {
                if (e is not StoreUnavailableException) // Which the store itself tells.
                    LogStoreTrouble("report", batch.Count, e);
                await Task.Delay(StoreTrouble, _clock);
            }
            catch (Exception) when (batch.Count > 1)
            {
                // One of them cannot be stored, whatever it is: the others are not to wait for it.
                foreach (var report in batch)
                    await ReportUntilAnsweredAsync([report]);
                return;
            }
            catch (Exception e) when (batch[0].Command is FinishJob { Outcome: not RunOutcome.Failed { Error.Type: OutcomeRefused } } finish)
            {
                var error = new JobError(OutcomeRefused, $"the run ended, and its outcome could not be stored: {e.Message}");
                batch = [(batch[0].Run, finish with { Outcome = new RunOutcome.Failed(error, Final: true), Progress = null })];
            }
            catch (Exception e)
            {
                // The row keeps its owner, and is found as a stray.
                LogStoreTrouble("report", batch.Count, e);
                return;
            }
        }
    }

    private async Task ReportAsync(List<(JobRun Run, JobCommand Command)> batch)
    {
        var answers = await _dispatcher.ExecuteAsync([.. batch.Select(report => report.Command)]);
        for (var i = 0; i < answers.Length; i++)
        {
            batch[i].Run.Span.Recorded(answers[i]);
            if (answers[i].Refusal is not { } refusal)
                continue;
            Stale++;
            LogStale(batch[i].Run.Job, refusal);
        }
    }

    // A run that was stopped for the silo's sake is given back, unless its task may run at most once.
    private JobCommand Closing(JobRun run, RunOutcome outcome) => run.Reason is CancelReason.Shutdown or CancelReason.Lost && !run.AtMostOnce
        ? new ReleaseJob(run.Job, _silo.Owner, run.Run, run.Reason.Value.ToString())
        : new FinishJob(run.Job, _silo.Owner, run.Run, outcome, run.Progress, Random.Shared.NextDouble());
}
