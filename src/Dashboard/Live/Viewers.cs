namespace Gristmill.Dashboard.Live;

/// <summary>Who is told of every reading. Thread-safe.</summary>
internal sealed class Viewers
{
    private readonly Lock _gate = new();
    private readonly List<Action> _told = [];

    /// <summary>Whether there are any.</summary>
    public bool Any
    {
        get
        {
            lock (_gate)
                return _told.Count > 0;
        }
    }

    /// <summary>Adds one, until what is answered is disposed of.</summary>
    public IDisposable Add(Action changed)
    {
        lock (_gate)
            _told.Add(changed);
        return new Subscription(this, changed);
    }

    /// <summary>Tells them all, one after the other.</summary>
    public void Tell()
    {
        Action[] told;
        lock (_gate)
            told = [.. _told];
        foreach (var changed in told)
            changed();
    }

    private sealed class Subscription(Viewers viewers, Action changed) : IDisposable
    {
        public void Dispose()
        {
            lock (viewers._gate)
                viewers._told.Remove(changed);
        }
    }
}
