namespace Gristmill.Bench.Micro;

/// <summary>What is sent.</summary>
/// <param name="Number">A number.</param>
[GenerateSerializer, Immutable]
public sealed record Message([property: Id(0)] int Number);

/// <summary>Hears of messages.</summary>
public interface IMessageObserver : IGrainObserver
{
    /// <summary>A message came.</summary>
    [OneWay]
    void Tell(Message message);
}

/// <summary>Answers.</summary>
public interface IEchoGrain : IGrainWithIntegerKey
{
    /// <summary>The same message.</summary>
    Task<Message> EchoAsync(Message message);

    /// <summary>Tells an observer so many times.</summary>
    Task TellAsync(IMessageObserver observer, int count);
}

internal sealed class EchoGrain : Grain, IEchoGrain
{
    public Task<Message> EchoAsync(Message message) => Task.FromResult(message);

    public Task TellAsync(IMessageObserver observer, int count)
    {
        for (var i = 0; i < count; i++)
            observer.Tell(new Message(i));
        return Task.CompletedTask;
    }
}
