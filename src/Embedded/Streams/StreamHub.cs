using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Gristmill.Embedded;

/// <summary>
/// Brings events from publishers to subscribers: every event goes to every process of the cluster, which hands it to its own
/// subscribers. So nobody needs to know who subscribes, and the events of one publisher stay in order.
/// </summary>
internal sealed class StreamHub(Node node)
{
    private const byte ForSubscribers = 0;
    private const byte ToPassOn = 1;
    private readonly ConcurrentDictionary<IStreamSubscription, bool> _subscriptions = new();

    public void Add(IStreamSubscription subscription) => _subscriptions[subscription] = true;

    public void Remove(IStreamSubscription subscription) => _subscriptions.TryRemove(subscription, out _);

    /// <summary>Publishes an event. A client lets a silo pass it on, as it knows no other clients.</summary>
    /// <exception cref="SiloUnavailableException">No silo is connected to this client.</exception>
    public void Publish<T>(string stream, T item)
    {
        using var frame = Start(node.Catalog is null ? ToPassOn : ForSubscribers, stream);
        var header = frame.Length;
        node.Serializer.Write(frame, item);
        if (node.Catalog is null)
        {
            node.AnySilo().Post(frame);
            return;
        }

        Deliver(stream, frame.Finish()[header..]);
        PostToAll(frame);
    }

    public void OnEvent(ref FrameReader frame)
    {
        var purpose = frame.ReadByte();
        var stream = frame.ReadString();
        Deliver(stream, frame.Rest);
        if (purpose != ToPassOn)
            return;
        using var copy = Start(ForSubscribers, stream);
        copy.Write(frame.Rest);
        PostToAll(copy);
    }

    private void Deliver(string stream, ReadOnlySpan<byte> json)
    {
        foreach (var (subscription, _) in _subscriptions.Where(s => s.Key.Stream == stream))
            subscription.Receive(json.ToArray());
    }

    private void PostToAll(FrameWriter frame)
    {
        foreach (var peer in node.Peers.All)
            peer.Post(frame);
    }

    private static FrameWriter Start(byte purpose, string stream)
    {
        var frame = FrameWriter.Start(FrameKind.StreamEvent);
        frame.Write(purpose);
        frame.Write(stream);
        return frame;
    }
}

/// <summary>A subscription of this process.</summary>
internal interface IStreamSubscription
{
    string Stream { get; }

    /// <summary>Takes an event as it came over the wire.</summary>
    void Receive(byte[] json);
}

/// <summary>Makes each event a request: to the grain that subscribed, or else to a queue of its own.</summary>
internal sealed partial class StreamSubscription<T> : StreamSubscriptionHandle<T>, IStreamSubscription, IDisposable
{
    private readonly Node _node;
    private readonly Func<T, StreamSequenceToken?, Task> _handler;
    private readonly RequestTarget _target = (RequestTarget?)Activation.Current ?? new Turns();
    private volatile bool _ended;

    public StreamSubscription(Node node, string stream, Func<T, StreamSequenceToken?, Task> handler)
    {
        (_node, Stream, _handler) = (node, stream, handler);
        (_target as Activation)?.Own(this);
        node.Streams.Add(this);
    }

    public string Stream { get; }

    public void Receive(byte[] json) =>
        _target.Receive(new LocalRequest(() => Handle(json), interleaves: false, keepsAlive: true, Handled));

    public override Task UnsubscribeAsync()
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _ended = true;
        _node.Streams.Remove(this);
    }

    private Task Handle(byte[] json) => _ended ? Task.CompletedTask : _handler(_node.Serializer.Read<T>(json)!, null);

    private void Handled(Exception? error)
    {
        if (error is not null)
            LogHandlerFailed(_node.Logger, error, Stream);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A subscriber of stream {Stream} failed on an event")]
    private static partial void LogHandlerFailed(ILogger logger, Exception error, string stream);

    private sealed class Turns : RequestTarget
    {
        protected override bool IsOpen => true;

        protected override object Instance(Request request) => this;
    }
}
