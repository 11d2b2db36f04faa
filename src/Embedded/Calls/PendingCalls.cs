namespace Gristmill.Embedded;

/// <summary>All calls that this process waits for. A sweep finds those that outlived their time-out.</summary>
internal sealed class PendingCalls : IDisposable
{
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromMilliseconds(100);
    private readonly LinkedList<Call>[] _stripes = new LinkedList<Call>[16];
    private readonly TimeProvider _clock;
    private readonly TimeSpan _timeout;
    private readonly ITimer _sweeper;
    private string? _closed;

    public PendingCalls(TimeProvider clock, TimeSpan timeout)
    {
        _clock = clock;
        _timeout = timeout;
        for (var i = 0; i < _stripes.Length; i++)
            _stripes[i] = new();
        _sweeper = clock.CreateTimer(_ => Sweep(), null, SweepPeriod, SweepPeriod);
    }

    public long DeadlineOf(GrainMethod method) => DeadlineIn(method.Timeout ?? _timeout);

    public long DeadlineIn(TimeSpan timeout) =>
        timeout == Timeout.InfiniteTimeSpan ? long.MaxValue : _clock.GetTimestamp() + (long)(timeout.TotalSeconds * _clock.TimestampFrequency);

    public TimeSpan Remaining(long deadline) => _clock.GetElapsedTime(_clock.GetTimestamp(), deadline);

    public bool IsPast(long deadline) => deadline != long.MaxValue && _clock.GetTimestamp() > deadline;

    public void Add(Call call)
    {
        var stripe = _stripes[Environment.CurrentManagedThreadId & (_stripes.Length - 1)];
        lock (stripe)
            call.PendingPlace = stripe.AddLast(call);
        if (_closed is { } reason)
            call.Fail(new SiloUnavailableException(reason));
    }

    public static void Remove(Call call)
    {
        if (call.PendingPlace is not { List: { } stripe } place)
            return;
        lock (stripe)
        {
            if (place.List is not null)
                stripe.Remove(place);
        }
    }

    /// <summary>Fails all calls, also those to come.</summary>
    public void Close(string reason)
    {
        _closed = reason;
        foreach (var call in Find(static (_, _) => true, 0))
            call.Fail(new SiloUnavailableException(reason));
    }

    public void Dispose() => _sweeper.Dispose();

    private void Sweep()
    {
        foreach (var call in Find(static (call, now) => call.Deadline <= now, _clock.GetTimestamp()))
            call.OnTimeout(call.Method.Timeout ?? _timeout);
    }

    private List<Call> Find(Func<Call, long, bool> which, long now)
    {
        var found = new List<Call>();
        foreach (var stripe in _stripes)
        {
            lock (stripe)
                found.AddRange(stripe.Where(call => which(call, now)));
        }

        return found;
    }
}
