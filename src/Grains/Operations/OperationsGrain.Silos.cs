using Gristmill.Jobs;

namespace Gristmill.Grains.Operations;

/// <summary>Orders to silos: a pool reads them with its heartbeat, and says with it that it follows them.</summary>
internal sealed partial class OperationsGrain
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    public async Task<SiloView> CordonAsync(string silo, bool cordoned)
    {
        var since = clock.GetTimestamp();
        var live = await LiveAsync();
        // A silo that was killed and started again may have two rows for a while; the younger one lives.
        var view = live.Where(worker => worker.Silo == silo).MaxBy(worker => worker.Started);
        if (view is null || !await store.CordonAsync(view.Owner, cordoned))
            throw new UnknownSiloException(silo, [.. live.Select(worker => worker.Silo).Distinct()]);

        for (var owner = view.Owner; view.IsAccepting() == cordoned && clock.GetElapsedTime(since) < LongPoll.Timeout;)
        {
            await Task.Delay(Look, clock);
            view = await FindAsync(owner)
                ?? throw new UnknownSiloException(silo, [.. (await LiveAsync()).Select(worker => worker.Silo)]);
        }
        return view;
    }

    public async Task<SiloView?> WatchSiloAsync(string owner, int seen, CancellationToken cancellationToken)
    {
        for (var since = clock.GetTimestamp(); ;)
        {
            if (await FindAsync(owner) is not { } view)
                return null;
            // The pool's own number is of busy slots, which are free before their jobs' ends are on disk.
            view = view with { Running = (await store.HeldByAsync(owner)).Length };
            if (view.Running != seen || view.IsAccepting() || clock.GetElapsedTime(since) >= LongPoll.Timeout)
                return view;
            await Task.Delay(Look, clock, cancellationToken);
        }
    }

    private async Task<SiloView?> FindAsync(string owner) => (await LiveAsync()).FirstOrDefault(worker => worker.Owner == owner);

    private Task<SiloView[]> LiveAsync() => store.LiveWorkersAsync(clock);
}
