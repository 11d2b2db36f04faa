namespace Gristmill.Dashboard.Live;

/// <summary>
/// A reading that all viewers of a silo share: made while somebody looks, about once a second, and never more than a small part of the
/// time, however long it takes.
/// </summary>
internal sealed class Feed<T>(Func<Task<T>> read, TimeProvider clock, TimeSpan period) : IFeed where T : class
{
    /// <summary>A reading is followed by a pause of this many times its own length.</summary>
    private const int PauseFactor = 30;

    private readonly Lock _gate = new();
    private readonly List<Action> _viewers = [];
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
            _viewers.Add(changed);
            if (!_running)
            {
                _running = true;
                _ = Task.Run(RunAsync);
            }
        }
        return new Subscription(() =>
        {
            lock (_gate)
                _viewers.Remove(changed);
        });
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
            Tell();
            var pause = PauseFactor * clock.GetElapsedTime(since);
            await again.WaitAsync(pause > period ? pause : period, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool TryBegin(out Task again)
    {
        lock (_gate)
        {
            if (_again.Task.IsCompleted)
                _again = new(TaskCreationOptions.RunContinuationsAsynchronously);
            again = _again.Task;
            return _running = _viewers.Count > 0;
        }
    }

    private void Tell()
    {
        Action[] viewers;
        lock (_gate)
            viewers = [.. _viewers];
        foreach (var viewer in viewers)
            viewer();
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}

/// <summary>Something that pages follow.</summary>
internal interface IFeed
{
    /// <summary>Why the last attempt to read failed; null if it did not.</summary>
    string? Fault { get; }

    /// <summary>Calls back after every reading, on any thread, until it is disposed.</summary>
    IDisposable Subscribe(Action changed);
}
