using Microsoft.JSInterop;

namespace Gristmill.Dashboard.Live;

/// <summary>Whether the browser's tab is visible: nothing is read for pages that nobody sees.</summary>
public sealed class Looking
{
    private TaskCompletionSource _visible = Completed();

    /// <summary>Whether the tab is visible.</summary>
    public bool IsVisible { get; private set; } = true;

    /// <summary>It has been hidden or shown.</summary>
    public event Action? Changed;

    /// <summary>The browser says so.</summary>
    /// <param name="visible">Whether the tab is visible now.</param>
    [JSInvokable]
    public void Set(bool visible)
    {
        if (IsVisible == visible)
            return;
        IsVisible = visible;
        if (visible)
            _visible.TrySetResult();
        else
            _visible = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Changed?.Invoke();
    }

    /// <summary>Answers once the tab is visible.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task VisibleAsync(CancellationToken cancellationToken) => _visible.Task.WaitAsync(cancellationToken);

    private static TaskCompletionSource Completed()
    {
        var completed = new TaskCompletionSource();
        completed.SetResult();
        return completed;
    }
}
