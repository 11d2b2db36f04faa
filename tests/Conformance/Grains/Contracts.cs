namespace Gristmill.Conformance.Grains;

/// <summary>Methods that show when requests of one grain run. A signal's name is the key of the grain and what the method says.</summary>
public interface ITurns : IGrainWithStringKey
{
    /// <summary>Says "NAME started", waits for "NAME may end".</summary>
    Task Hold(string name);

    /// <summary>The same, and may interleave.</summary>
    [AlwaysInterleave]
    Task HoldInterleaved(string name);

    /// <summary>What has happened so far.</summary>
    [AlwaysInterleave]
    Task<string[]> Events();

    /// <summary>Adds to a number in many turns, without any lock.</summary>
    Task Add(int count);

    Task<int> Sum();
}

public interface ITurnGrain : ITurns;

public interface IReentrantTurnGrain : ITurns;

public interface ICallGrain : IGrainWithStringKey
{
    Task<string> Echo(string text);

    ValueTask<int> Increment(int number);

    Task<Order> EchoOrder(Order order);

    Task<Shape> EchoShape(Shape shape);

    Task<byte[]?> EchoBytes(byte[]? bytes);

    Task<string> WhereAmI();

    Task ThrowDeclared(string order, int missing);

    Task ThrowSystem(string message);

    Task ThrowUndeclared(string message);

    /// <summary>Is not done before the signal.</summary>
    Task Block(string until);

    [ResponseTimeout("00:00:00.300")]
    Task BlockAndTimeOutAfter300Milliseconds(string until);

    [OneWay]
    Task Tell(string signal);

    [OneWay]
    Task TellAndThrow(string signal);

    /// <summary>Says "waiting", then "cancelled" when the token is.</summary>
    Task WaitForCancellation(string signal, CancellationToken cancellationToken);

    Task<string> CallOther(ICallGrain other, string text);

    Task<string> PassItself(ICallGrain other);

    Task<string> KeyOf(ICallGrain grain);
}

public interface IWorkerGrain : IGrainWithIntegerKey
{
    Task<string> WhereAmI();
}

public interface ICallerGrain : IGrainWithStringKey
{
    /// <summary>Where this grain is, and where its call of a worker ran.</summary>
    Task<string[]> CallWorker();
}

public interface ILifeGrain : IGrainWithStringKey
{
    /// <summary>The number of this activation among those of the grain.</summary>
    Task<int> Activation();

    Task<bool> WasActivatedFirst();

    Task<string> WhereAmI();

    Task Leave();
}

public interface IShortLivedGrain : IGrainWithStringKey
{
    Task Touch();
}

public interface IFailingGrain : IGrainWithStringKey
{
    Task Touch();
}

public interface ITimerGrain : IGrainWithStringKey
{
    /// <summary>Ticks as fast as it can; says "ticked" after that many.</summary>
    Task Start(int ticks);

    /// <summary>How many ticks were seen to overlap.</summary>
    Task<int> Overlaps();
}

public interface IGuidGrain : IGrainWithGuidKey
{
    Task<Guid> Key();
}

public interface IIntegerGrain : IGrainWithIntegerKey
{
    Task<long> Key();
}

public interface INewsObserver : IGrainObserver
{
    void Tell(int number);

    Task<int> Ask(int number);
}

public interface INewsGrain : IGrainWithStringKey
{
    Task Subscribe(INewsObserver observer);

    Task Publish(int count);

    Task<int> AskFirst(int number);
}

public interface IStreamGrain : IGrainWithStringKey
{
    Task Publish(int first, int count);

    /// <summary>Subscribes the grain; it says "seen" after that many events.</summary>
    Task Subscribe(int expected);

    Task<int[]> Seen();
}

[GenerateSerializer, Immutable]
public sealed record Order(
    [property: Id(0)] Guid Id, [property: Id(1)] string Customer, [property: Id(2)] Line[] Lines, [property: Id(3)] DateTimeOffset At, [property: Id(4)] TimeSpan Took, [property: Id(5)] Size? Size);

[GenerateSerializer, Immutable]
public sealed record Line([property: Id(0)] string Article, [property: Id(1)] int Count);

[GenerateSerializer]
public enum Size
{
    Small,
    Large,
}

[GenerateSerializer, Immutable]
public abstract record Shape([property: Id(0)] string Name);

[GenerateSerializer, Immutable]
public sealed record Circle(string Name, [property: Id(0)] double Radius) : Shape(Name);

[GenerateSerializer, Immutable]
public sealed record Square(string Name, [property: Id(0)] double Side) : Shape(Name);

[GenerateSerializer]
public sealed class OutOfStockException : Exception
{
    public OutOfStockException(string order, int missing)
        : base($"order {order} lacks {missing}")
    {
        Order = order;
        Missing = missing;
    }

    [Id(0)]
    public string Order { get; }

    [Id(1)]
    public int Missing { get; }
}

public sealed class UndeclaredException(string message) : Exception(message);
