using System.Collections.Concurrent;

namespace Gristmill.Conformance.Grains;

public sealed class LifeGrain(ILocalSiloDetails silo) : Grain, ILifeGrain
{
    private static readonly ConcurrentDictionary<string, int> Activations = new();
    private int _number;
    private bool _activated;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _activated = true;
        _number = Activations.AddOrUpdate(this.GetPrimaryKeyString(), 1, static (_, n) => n + 1);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Signals.Set($"{this.GetPrimaryKeyString()} {_number} deactivated", reason.ReasonCode.ToString());
        return Task.CompletedTask;
    }

    public Task<int> Activation() => Task.FromResult(_number);

    public Task<string> WhereAmI() => Task.FromResult(silo.SiloAddress.ToParsableString());

    public Task<bool> WasActivatedFirst() => Task.FromResult(_activated);

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

public sealed class FailingGrain : Grain, IFailingGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken) => throw new OutOfStockException(this.GetPrimaryKeyString(), 1);

    public Task Touch() => Task.CompletedTask;
}

public sealed class TimerGrain : Grain, ITimerGrain
{
    private int _ticks;
    private int _running;
    private int _overlaps;

    public Task Start(int ticks)
    {
        this.RegisterGrainTimer(Tick, ticks, new(TimeSpan.Zero, TimeSpan.FromMilliseconds(1)) { Interleave = true });
        return Task.CompletedTask;
    }

    public Task<int> Overlaps() => Task.FromResult(_overlaps);

    private async Task Tick(int ticks, CancellationToken cancellationToken)
    {
        if (++_running > 1)
            _overlaps++;
        for (var i = 0; i < 10; i++)
            await Task.Yield();
        _running--;
        if (++_ticks == ticks)
            Signals.Set($"{this.GetPrimaryKeyString()} ticked");
    }
}
