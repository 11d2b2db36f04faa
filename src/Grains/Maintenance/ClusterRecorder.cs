namespace Gristmill.Grains.Maintenance;

/// <summary>
/// Takes down what happened from one reading of the pools to the next: the differences of their running totals.
/// </summary>
/// <param name="clock">The machine's; how long something took is told by the time that passed, since it may be set.</param>
internal sealed class ClusterRecorder(TimeProvider clock)
{
    private Dictionary<string, PoolLoad>? _before;
    private DateTimeOffset _read;
    private long _since = clock.GetTimestamp();
    private ClusterStats? _open;

    /// <summary>
    /// Counts all that this silo does from its start: nobody else took it down. What older ones have done, another may have taken
    /// down.
    /// </summary>
    public void Begin(DateTimeOffset started, string owner) => (_read, _before) = (started, new() { [owner] = new PoolLoad() });

    /// <summary>
    /// Adds what has happened since the last reading; the first one, and the first of each silo, is what others are compared
    /// with.
    /// </summary>
    public void Read(IReadOnlyCollection<SiloView> silos)
    {
        var now = clock.GetUtcNow();
        if (_before is { } before)
        {
            var seconds = clock.GetElapsedTime(_since).TotalSeconds;
            var seen = new ClusterStats
            {
                At = HistoryStep.Minute.Begin(now < _read ? now : _read),
                Seconds = seconds,
                Running = seconds * silos.Sum(silo => silo.Running),
                Slots = seconds * silos.Sum(silo => silo.Slots),
            };
            foreach (var silo in silos)
                // One that has come since has done all of it since.
                if (silo.Load is { } load
                    && (before.GetValueOrDefault(silo.Owner) ?? (silo.Started >= _read ? new PoolLoad() : null)) is { } old)
                    seen = seen.Plus(Between(old, load));
            _open = _open?.Plus(seen) ?? seen;
        }
        _since = clock.GetTimestamp();
        (_read, _before) = (now, silos.Where(silo => silo.Load is not null).ToDictionary(silo => silo.Owner, silo => silo.Load!));
    }

    /// <summary>Whether a minute is over that has figures.</summary>
    public bool IsDue() => _open is { } open && open.At != HistoryStep.Minute.Begin(clock.GetUtcNow());

    /// <summary>Gives away what was taken down, with how many jobs wait.</summary>
    public ClusterStats? Take(long ready, long delayed)
    {
        var taken = _open is { } open ? open with { Ready = open.Seconds * ready, Delayed = open.Seconds * delayed } : null;
        _open = null;
        return taken;
    }

    /// <summary>Forgets the last reading: another silo took down what follows it.</summary>
    public void Forget() => (_before, _open) = (null, null);

    private static ClusterStats Between(PoolLoad old, PoolLoad now) => new()
    {
        Submitted = now.Submitted - old.Submitted,
        Succeeded = now.Succeeded - old.Succeeded,
        Failed = now.Failed - old.Failed,
        Canceled = now.Canceled - old.Canceled,
        Retried = now.Retried - old.Retried,
        Processor = (now.ProcessorTime - old.ProcessorTime).TotalSeconds,
        Latencies = [.. now.Latencies.Select((count, i) => count - old.Latencies.ElementAtOrDefault(i))],
    };
}
