using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Embedded;

/// <summary>The identity of a stream: a namespace and a key.</summary>
public readonly record struct StreamId
{
    private readonly string? _namespace;
    private readonly string _key;

    private StreamId(string? ns, string key)
    {
        _namespace = ns;
        _key = key;
    }

    /// <summary>Makes an identity.</summary>
    public static StreamId Create(string? ns, string key) => new(ns, key);

    /// <inheritdoc/>
    public override string ToString() => $"{_namespace}/{_key}";
}

/// <summary>Gives streams.</summary>
public interface IStreamProvider
{
    /// <summary>The stream of that identity. It always exists.</summary>
    IAsyncStream<T> GetStream<T>(StreamId streamId);
}

/// <summary>
/// Events from whoever publishes to whoever is subscribed at that moment, in the order of each publisher. Nothing is kept: who
/// subscribes later has missed them, and events may get lost when a silo dies.
/// </summary>
public interface IAsyncStream<T>
{
    /// <summary>Publishes an event. Done when it is on its way to all subscribers, not when they have handled it.</summary>
    Task OnNextAsync(T item);

    /// <summary>
    /// Subscribes. The handler gets one event after the other; in a grain, as requests to the grain (which interleave if it is reentrant),
    /// until the activation ends.
    /// What it throws is logged. The embedded runtime gives no tokens.
    /// </summary>
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(Func<T, StreamSequenceToken?, Task> onNextAsync);
}

/// <summary>A place in a stream, of runtimes that keep events.</summary>
public abstract class StreamSequenceToken;

/// <summary>One subscription.</summary>
public abstract class StreamSubscriptionHandle<T>
{
    /// <summary>Ends the subscription: when the task is done, no further event is handed to the handler.</summary>
    public abstract Task UnsubscribeAsync();
}

/// <summary>Finds stream providers.</summary>
public static class StreamingExtensions
{
    /// <summary>The stream provider of that name.</summary>
    public static IStreamProvider GetStreamProvider(this Grain grain, string name) =>
        grain.ServiceProvider.GetRequiredKeyedService<IStreamProvider>(name);

    /// <summary>The stream provider of that name.</summary>
    public static IStreamProvider GetStreamProvider(this IClusterClient client, string name) =>
        client.ServiceProvider.GetRequiredKeyedService<IStreamProvider>(name);
}

internal sealed class StreamProvider(Node node, string name) : IStreamProvider
{
    public IAsyncStream<T> GetStream<T>(StreamId streamId) => new AsyncStream<T>(node, $"{name}/{streamId}");
}

internal sealed class AsyncStream<T>(Node node, string stream) : IAsyncStream<T>
{
    public Task OnNextAsync(T item)
    {
        node.Streams.Publish(stream, item);
        return Task.CompletedTask;
    }

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(Func<T, StreamSequenceToken?, Task> onNextAsync)
    {
        ArgumentNullException.ThrowIfNull(onNextAsync);
        return Task.FromResult<StreamSubscriptionHandle<T>>(new StreamSubscription<T>(node, stream, onNextAsync));
    }
}
