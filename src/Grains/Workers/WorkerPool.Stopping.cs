using Gristmill.Plugins;

namespace Gristmill.Workers;

/// <summary>How a pool stops: nothing new, give back what has not started, wait, cancel the rest and give it back too.</summary>
internal sealed partial class WorkerPool
{
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(2);

    /// <summary>Stops the pool. Neither failures nor deliveries are spent by it.</summary>
    /// <param name="grace">How long running jobs may go on before they are told to stop.</param>
    public async Task StopAsync(TimeSpan grace)
    {
        Task quiet;
        lock (_gate)
        {
            _state = PoolState.Stopping;
            GiveBack(run => true);
            _quiet = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_busy == 0)
                _quiet.SetResult();
            quiet = _quiet.Task;
        }
        if (_impatience is { } timer)
            await timer.DisposeAsync();
        _claimable.Set();
        _claimable.Close();
        await _claiming;
        await Task.WhenAll(_lines.Values.Select(line => line.LeaveAsync().WaitAsync(LastWait, _clock)))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        if (!await EndsWithinAsync(quiet, grace))
            await InterruptAsync(quiet);

        _reportable.Set();
        _reportable.Close();
        await _reporting;
    }

    private async Task InterruptAsync(Task quiet)
    {
        foreach (var run in _runs.All)
            run.Stop(CancelReason.Shutdown);
        if (await EndsWithinAsync(quiet, LastWait))
            return;
        // These ignore us; the process is about to end, and their rows go back so that others need not wait for its death.
        foreach (var run in _runs.All)
            Abandon(run);
    }

    private async Task<bool> EndsWithinAsync(Task task, TimeSpan time)
    {
        await task.WaitAsync(time, _clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompleted;
    }
}
