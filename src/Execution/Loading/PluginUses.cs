namespace Gristmill.Execution.Loading;

/// <summary>
/// How many runs are on one loaded version of a plugin. Once it is retired and the last of them has ended, it closes: what it
/// holds is let go, and nobody can enter any more. A context that unloads loads no further library, so it must not begin earlier.
/// </summary>
/// <param name="held">What to dispose of when it closes, in order.</param>
public sealed class PluginUses(params IDisposable?[] held)
{
    private readonly Lock _gate = new();
    private IDisposable?[] _held = held;
    private int _runs;
    private bool _retired;

    /// <summary>Told when it has closed.</summary>
    public Action? Closed { get; set; }

    public bool IsClosed { get; private set; }

    /// <summary>Counts a run; false if it is too late for one.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (!IsClosed)
                _runs++;
            return !IsClosed;
        }
    }

    public void Leave() => Change(runs: -1, _retired);

    /// <summary>Lets go of it when no run is on it.</summary>
    public void Retire() => Change(runs: 0, retired: true);

    private void Change(int runs, bool retired)
    {
        IDisposable?[] held;
        lock (_gate)
        {
            _runs += runs;
            _retired |= retired;
            if (!_retired || _runs > 0 || IsClosed)
                return;
            IsClosed = true;
            (held, _held) = (_held, []);
        }
        foreach (var thing in held)
            thing?.Dispose();
        Closed?.Invoke();
    }
}
