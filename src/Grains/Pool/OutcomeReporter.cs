using System.Threading.Channels;
using Gristmill.Core;
using Gristmill.Grains.Jobs;
using Gristmill.Jobs;
using Gristmill.Plugins;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gristmill.Grains.Pool;

/// <summary>Reports what became of a pool's runs: what has gathered in one batch, and until the store has answered.</summary>
public sealed partial class OutcomeReporter(
    JobCommandDispatcher dispatcher, RunOutputBuffer outputBuffer, SiloIdentity silo, RunningJobs runs,
    [FromKeyedServices(Clock.Key)] TimeProvider clock, ILogger<OutcomeReporter> log)
{
    /// <summary>The type of the error of a run whose outcome the store would not take.</summary>
    private const string OutcomeRefused = "OutcomeRefused";

    private readonly Channel<Report> _reports =
        Channel.CreateUnbounded<Report>(new UnboundedChannelOptions { SingleReader = true });
    private Task _loop = Task.CompletedTask;
    private int _unreported;

    private readonly record struct Report(PoolRun Run, JobCommand Command);

    /// <summary>How many reports the store has not answered.</summary>
    public int Unreported => Volatile.Read(ref _unreported);

    /// <summary>How many the store has refused.</summary>
    public long Refused { get; private set; }

    /// <summary>Begins to report.</summary>
    /// <param name="reported">Told after each batch.</param>
    public void Start(Action reported) => _loop = Task.Run(() => ReportAllAsync(reported));

    /// <summary>Answers when all reports are in the store.</summary>
    public Task StopAsync()
    {
        _reports.Writer.TryComplete();
        return _loop;
    }

    /// <summary>
    /// Reports an outcome. A run that was stopped for the silo's sake is given back, unless its task may run at most once.
    /// </summary>
    public void Ended(PoolRun run, RunOutcome outcome) =>
        Add(run, run.Execution.Reason is CancelReason.Shutdown or CancelReason.Lost && !run.AtMostOnce
            ? new ReleaseJob(run.Job, silo.Owner, run.Run, run.Execution.Reason.Value.ToString())
            : new FinishJob(run.Job, silo.Owner, run.Run, outcome, run.Execution.Progress, Random.Shared.NextDouble()));

    /// <summary>Gives back a claim that was not started.</summary>
    public void GivenBack(PoolRun run) => Add(run, new UndoClaim(run.Job, silo.Owner, run.Run));

    private void Add(PoolRun run, JobCommand command)
    {
        Interlocked.Increment(ref _unreported);
        _reports.Writer.TryWrite(new Report(run, command));
    }

    private async Task ReportAllAsync(Action reported)
    {
        var batch = new List<Report>();
        while (await _reports.Reader.WaitToReadAsync())
        {
            while (_reports.Reader.TryRead(out var report))
                batch.Add(report);
            await ReportUntilAnsweredAsync(batch);
            foreach (var (run, _) in batch)
                runs.Remove(run);
            Interlocked.Add(ref _unreported, -batch.Count);
            batch.Clear();
            reported();
        }
    }

    // The same report again is accepted and changes nothing.
    private async Task ReportUntilAnsweredAsync(IReadOnlyList<Report> batch)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await outputBuffer.FlushAsync();
                await ReportAsync(batch);
                return;
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(StoreTrouble.Pause, clock); // The store itself tells.
            }
            catch (Exception e) when (attempt == 0)
            {
                LogTrouble(batch.Count, e);
                await Task.Delay(StoreTrouble.Pause, clock);
            }
            catch (Exception e)
            {
                await ReportApartAsync(batch, e);
                return;
            }
        }
    }

    // One of them cannot be stored, whatever it is: the others are not to wait for it, and it fails with what the store says.
    private async Task ReportApartAsync(IReadOnlyList<Report> batch, Exception thrown)
    {
        if (batch.Count > 1)
        {
            foreach (var report in batch)
                await ReportUntilAnsweredAsync([report]);
        }
        else if (batch[0].Command is FinishJob { Outcome: not RunOutcome.Failed { Error.Type: OutcomeRefused } } finish)
        {
            var error = new JobError(OutcomeRefused, $"the run ended, and its outcome could not be stored: {thrown.Message}");
            var refused = finish with { Outcome = new RunOutcome.Failed(error, Final: true), Progress = null };
            await ReportUntilAnsweredAsync([batch[0] with { Command = refused }]);
        }
        else
        {
            LogTrouble(batch.Count, thrown); // The row keeps its owner, and is found by OrphanedRuns.
        }
    }

    private async Task ReportAsync(IReadOnlyList<Report> batch)
    {
        var answers = await dispatcher.ExecuteAsync([.. batch.Select(report => report.Command)]);
        for (var i = 0; i < answers.Length; i++)
        {
            var run = batch[i].Run;
            run.Execution.Span.Recorded(answers[i].Row?.Status, answers[i].Refusal);
            if (answers[i].Refusal is not { } refusal)
                continue;
            Refused++;
            LogRefused(run.Job, refusal);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The store did not answer a report of {Count} jobs; trying again")]
    private partial void LogTrouble(int count, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outcome of job {Job} came too late: {Refusal}")]
    private partial void LogRefused(Guid job, string refusal);
}
