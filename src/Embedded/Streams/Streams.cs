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

    /// <summary>Makes an identity.</summary>
    public static StreamId Create(string? ns, Guid key) => new(ns, key.ToString("N"));

    /// <summary>The namespace.</summary>
    public string? GetNamespace() => _namespace;

    /// <summary>The key.</summary>
    public string GetKeyAsString() => _key;

    /// <inheritdoc/>
    public override string ToString() => $"{_namespace}/{_key}";
}

/// <summary>Gives streams.</summary>
public interface IStreamProvider
{
    /// <summary>The name that the streams of this provider share.</summary>
    string Name { get; }

    /// <summary>The stream of that identity. It always exists.</summary>
    IAsyncStream<T> GetStream<T>(StreamId streamId);
}

/// <summary>
/// Events from whoever publishes to whoever is subscribed at that moment, in the order of each publisher. Nothing is kept: who
/// subscribes later has missed them, and events may get lost when a silo dies.
/// </summary>
public interface IAsyncStream<T>
{
    /// <summary>The identity.</summary>
    StreamId StreamId { get; }

    /// <summary>The provider.</summary>
    string ProviderName { get; }

    /// <summary>Publishes an event. Done when it is on its way to all subscribers, not when they have handled it.</summary>
    Task OnNextAsync(T item, StreamSequenceToken? token = null);

    /// <summary>
    /// Subscribes. The handler gets one event after the other; in a grain, in turns of the grain, until the activation ends.
    /// What it throws is logged.
    /// </summary>
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(Func<T, StreamSequenceToken?, Task> onNextAsync);
}

/// <summary>A place in a stream. The embedded runtime counts the events of each publisher.</summary>
public abstract class StreamSequenceToken
{
    /// <summary>The number of the event.</summary>
    public abstract long SequenceNumber { get; protected set; }
}

/// <summary>One subscription.</summary>
public abstract class StreamSubscriptionHandle<T>
{
    /// <summary>The stream.</summary>
    public abstract StreamId StreamId { get; }

    /// <summary>Tells this subscription from others.</summary>
    public abstract Guid HandleId { get; }

    /// <summary>Ends the subscription: when the task is done, the handler is not called any more.</summary>
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
