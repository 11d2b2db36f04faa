namespace Gristmill;

/// <summary>
/// Calls again when a silo was lost under a call: every call of ours is a read, or idempotent by the job's id. Gives up after
/// <see cref="Patience"/> of nothing but failures.
/// </summary>
internal sealed class Retrying(TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    public async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken = default)
    {
        long? since = null; // The first failure: a call may have been held for long before it.
        for (var pause = FirstPause; ; pause = Min(pause * 2, LongestPause))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return await call();
            }
            catch (Exception e) when (IsLostSilo(e) && clock.GetElapsedTime(since ??= clock.GetTimestamp()) < Patience)
            {
                await Task.Delay(pause, clock, cancellationToken);
            }
        }
    }

    // A time-out or a lost connection says nothing about whether the call took place.
    private static bool IsLostSilo(Exception e) => e is OrleansException or TimeoutException && e is not GristmillException;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
