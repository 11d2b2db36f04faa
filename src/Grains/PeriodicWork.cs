namespace Gristmill.Grains;

/// <summary>Work that a silo does again and again. A failure ends nothing: the next turn follows.</summary>
internal static class PeriodicWork
{
    /// <summary>Does the work after each period until it is stopped.</summary>
    public static async Task RunAsync(
        TimeSpan period, TimeProvider clock, Func<Task> work, Action<Exception> failed, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(period, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
                await TryAsync(work, failed);
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    /// <summary>Does the work once.</summary>
    /// <param name="work">The work.</param>
    /// <param name="failed">Told of a failure that is neither a stop nor one that the store tells itself.</param>
    public static async Task TryAsync(Func<Task> work, Action<Exception> failed)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is StoreUnavailableException or OperationCanceledException)
        {
            // The store itself tells.
        }
        catch (Exception e)
        {
            failed(e);
        }
    }
}
