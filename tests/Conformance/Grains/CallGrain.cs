namespace Gristmill.Conformance.Grains;

public sealed class CallGrain(ILocalSiloDetails silo) : Grain, ICallGrain
{
    public Task<string> Echo(string text) => Task.FromResult(text);

    public ValueTask<int> Increment(int number) => ValueTask.FromResult(number + 1);

    public Task<Order> EchoOrder(Order order) => Task.FromResult(order);

    public Task<Shape> EchoShape(Shape shape) => Task.FromResult(shape);

    public Task<byte[]?> EchoBytes(byte[]? bytes) => Task.FromResult(bytes);

    public Task<string> WhereAmI() => Task.FromResult(silo.SiloAddress.ToParsableString());

    public Task ThrowDeclared(string order, int missing) => throw new OutOfStockException(order, missing);

    public async Task ThrowSystem(string message)
    {
        await Task.Yield();
        throw new InvalidOperationException(message);
    }

    public Task ThrowUndeclared(string message) => throw new UndeclaredException(message);

    public Task Block(string until) => Signals.Wait(until);

    public Task BlockAndTimeOutAfter300Milliseconds(string until) => Signals.Wait(until);

    public Task Tell(string signal)
    {
        Signals.Set(signal);
        return Task.CompletedTask;
    }

    public Task TellAndThrow(string signal)
    {
        Signals.Set(signal);
        throw new InvalidOperationException("nobody hears this");
    }

    public async Task WaitForCancellation(string signal, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource();
        using var registration = cancellationToken.Register(cancelled.SetResult);
        Signals.Set($"{signal} waiting");
        await cancelled.Task;
        Signals.Set($"{signal} cancelled");
        cancellationToken.ThrowIfCancellationRequested();
    }

    public Task<string> CallOther(ICallGrain other, string text) => other.Echo(text);

    public Task<string> PassItself(ICallGrain other) => other.KeyOf(this.AsReference<ICallGrain>());

    public Task<string> KeyOf(ICallGrain grain) => Task.FromResult(grain.GetPrimaryKeyString());
}

[StatelessWorker(1, false)]
[Reentrant]
public sealed class WorkerGrain(ILocalSiloDetails silo) : Grain, IWorkerGrain
{
    public Task<string> WhereAmI() => Task.FromResult(silo.SiloAddress.ToParsableString());
}

public sealed class CallerGrain(ILocalSiloDetails silo) : Grain, ICallerGrain
{
    public async Task<string[]> CallWorker() => [silo.SiloAddress.ToParsableString(), await GrainFactory.GetGrain<IWorkerGrain>(0).WhereAmI()];
}

public sealed class GuidGrain : Grain, IGuidGrain
{
    public Task<Guid> Key() => Task.FromResult(this.GetPrimaryKey());
}

public sealed class IntegerGrain : Grain, IIntegerGrain
{
    public Task<long> Key() => Task.FromResult(this.GetPrimaryKeyLong());
}
