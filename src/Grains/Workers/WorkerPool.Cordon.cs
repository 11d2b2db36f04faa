using Gristmill.Plugins;

namespace Gristmill.Workers;

/// <summary>How a pool stops taking jobs, and takes them again: what it has not started goes back, what runs goes on.</summary>
internal sealed partial class WorkerPool
{
    /// <summary>Cordons the pool, or takes the cordon away. Answers whether that changed anything.</summary>
    public bool Cordon(bool cordoned)
    {
        var state = cordoned ? PoolState.Cordoned : PoolState.Accepting;
        lock (_gate)
        {
            if (_state is PoolState.Stopping || _state == state)
                return false;
            _state = state;
            if (cordoned)
                GiveBackReady();
        }
        // The claiming loop returns what was delivered, and tells the queues.
        _claimable.Set();
        return true;
    }

    private void GiveBackReady()
    {
        var reason = _state is PoolState.Stopping ? nameof(CancelReason.Shutdown) : nameof(PoolState.Cordoned);
        while (_ready.TryDequeue(out var run))
            Release(run, reason);
    }

    private void ReturnDelivered()
    {
        foreach (var (line, entry) in _delivered)
            line.Return(entry.Job);
    }
}
