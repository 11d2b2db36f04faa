using System.Collections.Concurrent;

namespace Gristmill.Embedded;

/// <summary>All calls that this process waits for, by number. A sweep finds those that outlived their time-out.</summary>
internal sealed class PendingCalls : IDisposable
{
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromMilliseconds(100);
    private readonly ConcurrentDictionary<long, Call> _calls = new();
    private readonly TimeProvider _clock;
    private readonly ITimer _sweeper;
    private long _lastNumber;
    private string? _closed;

    public PendingCalls(TimeProvider clock)
    {
        _clock = clock;
        _sweeper = clock.CreateTimer(_ => Sweep(), null, SweepPeriod, SweepPeriod);
    }

    public IEnumerable<Call> All => _calls.Select(c => c.Value);

    public long DeadlineOf(GrainMethod method) => DeadlineIn(method.Timeout ?? ResponseTimeout);

    public long DeadlineIn(TimeSpan timeout) => timeout == Timeout.InfiniteTimeSpan
        ? long.MaxValue
        : _clock.GetTimestamp() + (long)(timeout.TotalSeconds * _clock.TimestampFrequency);

    public TimeSpan Remaining(long deadline) => _clock.GetElapsedTime(_clock.GetTimestamp(), deadline);

    public bool IsPast(long deadline) => deadline != long.MaxValue && _clock.GetTimestamp() > deadline;

    public void Add(Call call)
    {
        call.Number = Interlocked.Increment(ref _lastNumber);
        _calls[call.Number] = call;
        if (_closed is { } reason)
            call.Fail(new SiloUnavailableException(reason));
    }

    public Call? Find(long number) => _calls.GetValueOrDefault(number);

    public void Remove(long number) => _calls.TryRemove(number, out _);

    /// <summary>Fails all calls, also those to come.</summary>
    public void Close(string reason)
    {
        _closed = reason;
        foreach (var call in All)
            call.Fail(new SiloUnavailableException(reason));
    }

    public void Dispose() => _sweeper.Dispose();

    private void Sweep()
    {
        var now = _clock.GetTimestamp();
        foreach (var call in All.Where(c => c.Deadline <= now))
        {
            var timeout = call.Method.Timeout ?? ResponseTimeout;
            call.Fail(new TimeoutException($"{call} was not answered in {timeout}. Whether it ran is unknown."));
        }
    }
}
