namespace Gristmill;

/// <summary>
/// Calls again when a silo was lost under a call: every call of ours is a read, or changes nothing when it is given twice. Gives
/// up after <see cref="Patience"/> in which no call of this client was answered; as long as some are, the cluster lives, and one
/// call may meet several silos that die before it gives up after <see cref="LongPatience"/>.
/// </summary>
internal sealed class Retrying(TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private long _lastAnswer;

    public async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken = default)
    {
        long? since = null; // The first failure: a call may have been held for long before it.
        for (var pause = FirstPause; ; pause = Min(pause * 2, LongestPause))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var answer = await call();
                Volatile.Write(ref _lastAnswer, clock.GetTimestamp());
                return answer;
            }
            catch (SiloLostException) when (clock.GetElapsedTime(since ??= clock.GetTimestamp()) < LongPatience)
            {
                // Silos that die one after the other break off calls that others hold: these silos are there.
                Volatile.Write(ref _lastAnswer, clock.GetTimestamp());
                await Task.Delay(pause, clock, cancellationToken);
            }
            catch (Exception e) when (IsLostSilo(e) && IsWorthwhile(since ??= clock.GetTimestamp()))
            {
                await Task.Delay(pause, clock, cancellationToken);
            }
        }
    }

    private bool IsWorthwhile(long since) =>
        clock.GetElapsedTime(Math.Max(since, Volatile.Read(ref _lastAnswer))) < Patience
            && clock.GetElapsedTime(since) < LongPatience;

    // A time-out or a lost connection says nothing about whether the call took place.
    private static bool IsLostSilo(Exception e) => e is OrleansException or TimeoutException && e is not GristmillException;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
