using System.Collections.Concurrent;

namespace Gristmill.Embedded;

/// <summary>
/// Brings events from publishers to subscribers: every event goes to every process of the cluster, which hands it to its own
/// subscribers. So nobody needs to know who subscribes, and the events of one publisher stay in order.
/// </summary>
internal sealed class StreamHub(Node node)
{
    private const byte ForSubscribers = 0;
    private const byte ToPassOn = 1;
    private readonly ConcurrentDictionary<StreamSubscription, string> _subscriptions = new();

    /// <summary>Publishes an event. A client lets a silo pass it on, as it knows no other clients.</summary>
    /// <exception cref="SiloUnavailableException">No silo is connected to this client.</exception>
    public void Publish<T>(string stream, T item)
    {
        using var frame = Start(node.Catalog is null ? ToPassOn : ForSubscribers, stream);
        var header = frame.Length;
        node.Serializer.Write(frame, item);
        if (node.Catalog is null)
            node.AnySilo().Post(frame);
        else
            Deliver(stream, frame.Finish()[header..], frame);
    }

    /// <summary>Adds a subscription, which belongs to the grain whose turn this is, if it is one's.</summary>
    public StreamSubscription Subscribe(string stream, Func<byte[], Task> handler)
    {
        var subscription = new StreamSubscription(
            stream, handler, Activation.Current, node.Logger, s => _subscriptions.TryRemove(s, out _));
        _subscriptions[subscription] = stream;
        return subscription;
    }

    public void OnEvent(ref FrameReader frame)
    {
        var purpose = frame.ReadByte();
        var stream = frame.ReadString();
        if (purpose == ForSubscribers)
        {
            Deliver(stream, frame.Rest, null);
            return;
        }

        using var copy = Start(ForSubscribers, stream);
        copy.Write(frame.Rest);
        Deliver(stream, frame.Rest, copy);
    }

    private void Deliver(string stream, ReadOnlySpan<byte> json, FrameWriter? others)
    {
        foreach (var (subscription, _) in _subscriptions.Where(s => s.Value == stream))
            subscription.Receive(json.ToArray());
        foreach (var peer in others is null ? [] : node.Peers.All)
            peer.Post(others!);
    }

    private static FrameWriter Start(byte purpose, string stream)
    {
        var frame = FrameWriter.Start(FrameKind.StreamEvent);
        frame.Write(purpose);
        frame.Write(stream);
        return frame;
    }
}
