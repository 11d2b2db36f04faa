namespace Gristmill.Embedded.Tests;

public interface IProbeGrain : IGrainWithStringKey
{
    Task<string> Echo(string text);

    Task<Letter> EchoLetter(Letter letter);

    Task<string> WhereAmI();

    /// <summary>Says "KEY blocked", then waits for "KEY released".</summary>
    Task Block();

    Task StartTimer(TimeSpan dueTime, TimeSpan period, bool keepAlive);

    Task Leave();
}

public interface IPairGrain : IGrainWithStringKey
{
    /// <summary>Says "KEY blocked", then waits for "KEY released".</summary>
    Task Block();
}

public interface ITellGrain : IGrainWithStringKey
{
    Task<string> Ask(ITellObserver observer);
}

public interface ITellObserver : IGrainObserver
{
    Task<string> Answer();
}

[GenerateSerializer, Immutable]
public sealed record Letter([property: Id(0)] string Text);

internal sealed class ProbeGrain(Probe probe, ILocalSiloDetails silo) : Grain, IProbeGrain
{
    private string Key => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        probe.Events.Enqueue($"{Key} activated");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        probe.Events.Enqueue($"{Key} deactivated: {reason.ReasonCode}");
        probe.Set($"{Key} deactivated");
        return Task.CompletedTask;
    }

    public Task<string> Echo(string text) => Task.FromResult(text);

    public Task<Letter> EchoLetter(Letter letter) => Task.FromResult(letter);

    public Task<string> WhereAmI() => Task.FromResult(silo.Name);

    public Task Block()
    {
        probe.Set($"{Key} blocked");
        return probe.Wait($"{Key} released");
    }

    public Task StartTimer(TimeSpan dueTime, TimeSpan period, bool keepAlive)
    {
        var ticks = 0;
        this.RegisterGrainTimer(_ =>
        {
            probe.Set($"{Key} ticked {++ticks}");
            return Task.CompletedTask;
        }, new GrainTimerCreationOptions(dueTime, period) { KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

[StatelessWorker(2)]
internal sealed class PairGrain(Probe probe) : Grain, IPairGrain
{
    private static int _number;

    public Task Block()
    {
        probe.Set($"{this.GetPrimaryKeyString()} blocked {Interlocked.Increment(ref _number)}");
        return probe.Wait($"{this.GetPrimaryKeyString()} released");
    }
}

internal sealed class TellGrain : Grain, ITellGrain
{
    public Task<string> Ask(ITellObserver observer) => observer.Answer();
}
