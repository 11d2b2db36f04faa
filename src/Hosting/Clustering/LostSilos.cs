using Gristmill.Core;

namespace Gristmill.Hosting.Clustering;

/// <summary>
/// Fails a client's outstanding calls as soon as any silo is lost. Orleans itself lets those that the dead silo was to answer
/// wait for their time-out, half a minute later, since a client does not know which silo a call ended up on. A call that another
/// silo would have answered fails too: its outcome is as unknown, and whoever calls again finds out.
/// </summary>
public sealed class LostSilos : IOutgoingGrainCallFilter
{
    private CancellationTokenSource _loss = new();

    /// <summary>A silo has been lost.</summary>
    public void Report() => Interlocked.Exchange(ref _loss, new CancellationTokenSource()).Cancel();

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        var loss = Volatile.Read(ref _loss).Token;
        var call = context.Invoke();
        try
        {
            await call.WaitAsync(loss);
        }
        catch (OperationCanceledException) when (loss.IsCancellationRequested && !call.IsCompleted)
        {
            call.FireAndForget();
            throw new SiloLostException();
        }
    }
}
