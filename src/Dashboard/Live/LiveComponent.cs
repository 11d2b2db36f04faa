using Microsoft.AspNetCore.Components;

namespace Gristmill.Dashboard.Live;

/// <summary>A part of a page that changes by itself while somebody looks at it.</summary>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _closed = new();
    private readonly List<(IFeed Feed, IDisposable? Subscription)> _followed = [];

    [Inject] internal Looking Looking { get; set; } = null!;

    [Inject] internal TimeProvider Clock { get; set; } = null!;

    /// <summary>Canceled when the page is left.</summary>
    protected CancellationToken Closed => _closed.Token;

    /// <inheritdoc/>
    protected override void OnInitialized() => Looking.Changed += Look;

    /// <summary>Renders again after every reading, while the page is visible.</summary>
    internal void Follow(IFeed feed) => _followed.Add((feed, Looking.IsVisible ? feed.Subscribe(Render) : null));

    /// <summary>Renders again, from any thread.</summary>
    protected void Render() => InvokeAsync(() =>
    {
        if (!Closed.IsCancellationRequested)
            StateHasChanged();
    });

    /// <summary>
    /// Does something again and again while the page is visible, at once and then with pauses; a pause is as <see cref="Pace"/>
    /// has it.
    /// </summary>
    protected async Task RepeatAsync(TimeSpan period, Func<Task> work)
    {
        while (!Closed.IsCancellationRequested)
        {
            await Looking.VisibleAsync(Closed)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (Closed.IsCancellationRequested)
                return;
            var since = Clock.GetTimestamp();
            await work();
            await Task.Delay(Pace.After(period, Clock.GetElapsedTime(since)), Clock, Closed)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private void Look()
    {
        for (var i = 0; i < _followed.Count; i++)
        {
            var (feed, subscription) = _followed[i];
            if (Looking.IsVisible == subscription is not null)
                continue;
            subscription?.Dispose();
            _followed[i] = (feed, Looking.IsVisible ? feed.Subscribe(Render) : null);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends everything that the page follows.</summary>
    /// <param name="disposing">Always true.</param>
    protected virtual void Dispose(bool disposing)
    {
        _closed.Cancel();
        Looking.Changed -= Look;
        foreach (var (_, subscription) in _followed)
            subscription?.Dispose();
        _followed.Clear();
    }
}
