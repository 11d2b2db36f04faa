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
                GiveBack(run => true);
        }
        // The claiming loop returns what was delivered, and tells the queues.
        _claimable.Set();
        return true;
    }
}
