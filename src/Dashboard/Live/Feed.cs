namespace Gristmill.Dashboard.Live;

/// <summary>
/// A reading that all viewers of a silo share: made while somebody looks, about once a second, and never more than a small part
/// of the time, however long it takes.
/// </summary>
internal sealed class Feed<T>(Func<Task<T>> read, TimeProvider clock, TimeSpan period) : IFeed where T : class
{
    private readonly Lock _gate = new();
    private readonly Viewers _viewers = new();
    private TaskCompletionSource _again = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _running;

    /// <summary>The last reading; null before the first.</summary>
    public T? Value { get; private set; }

    /// <summary>Why the last attempt failed; null if it did not.</summary>
    public string? Fault { get; private set; }

    /// <summary>When <see cref="Value"/> was read.</summary>
    public DateTimeOffset At { get; private set; }

    public IDisposable Subscribe(Action changed)
    {
        lock (_gate)
        {
            var subscription = _viewers.Add(changed);
            if (!_running)
            {
                _running = true;
                _ = Task.Run(RunAsync);
            }
            return subscription;
        }
    }

    /// <summary>Reads again without waiting for the time: somebody has just changed something.</summary>
    public void Refresh()
    {
        lock (_gate)
            _again.TrySetResult();
    }

    private async Task RunAsync()
    {
        while (TryBegin(out var again))
        {
            var since = clock.GetTimestamp();
            try
            {
                (Value, Fault, At) = (await read(), null, clock.GetUtcNow());
            }
            catch (Exception e)
            {
                Fault = e.Message;
            }
            _viewers.Tell();
            await again.WaitAsync(Pace.After(period, clock.GetElapsedTime(since)), clock)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool TryBegin(out Task again)
    {
        lock (_gate)
        {
            if (_again.Task.IsCompleted)
                _again = new(TaskCreationOptions.RunContinuationsAsynchronously);
            again = _again.Task;
            return _running = _viewers.Any;
        }
    }
}
