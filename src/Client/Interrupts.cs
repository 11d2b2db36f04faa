namespace Gristmill.Client;

/// <summary>
/// Ctrl-C. A command may take the first one for itself; the next one, or the first that nobody takes, means: leave.
/// </summary>
internal sealed class Interrupts
{
    private readonly CancellationTokenSource _leaving = new();
    private Action? _first;

    /// <summary>Canceled when the person wants to leave.</summary>
    public CancellationToken Leaving => _leaving.Token;

    /// <summary>Takes the first interrupt.</summary>
    public void TakeFirst(Action first) => _first = first;

    public void Press()
    {
        if (Interlocked.Exchange(ref _first, null) is { } first)
            first();
        else
            Leave();
    }

    public void Leave() => _leaving.Cancel();
}
