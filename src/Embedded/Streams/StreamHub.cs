using System.Collections.Concurrent;

namespace Gristmill.Embedded;

/// <summary>A stream of a provider.</summary>
internal readonly record struct StreamKey(string Provider, StreamId Id);

/// <summary>
/// Brings events from publishers to subscribers. Every silo knows which nodes subscribe to what and sends to them directly, so that
/// events of one publisher stay in order; a client hands its events to a silo.
/// </summary>
internal sealed class StreamHub(Node node)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<StreamKey, StreamSubscription[]> _local = [];
    private readonly ConcurrentDictionary<string, NodeSubscriptions> _remote = new();
    private long _version;
    private long _lastEvent;

    /// <summary>Publishes an event.</summary>
    public void Publish<T>(StreamKey key, T item)
    {
        var number = Interlocked.Increment(ref _lastEvent);
        using var frame = FrameWriter.Start(FrameKind.StreamEvent);
        frame.Write((byte)(node.Catalog is null ? 1 : 0));
        Write(frame, key);
        frame.Write(number);
        if (node.Catalog is null)
        {
            // All through the same silo, as long as it lives: that keeps the order.
            var silos = node.Membership.View.Members.Select(m => m.NodeId).ToHashSet();
            var silo = node.Peers.All.Where(c => c.IsOpen && silos.Contains(c.PeerId!)).MinBy(c => c.PeerId, StringComparer.Ordinal)
                ?? throw new SiloUnavailableException("No silo is connected to take the event.");
            node.Serializer.Write(frame, item);
            silo.Post(frame);
            return;
        }

        foreach (var subscription in LocalOf(key))
            subscription.Receive(item, number);
        if (RemoteOf(key) is not { Count: > 0 } nodes)
            return;
        node.Serializer.Write(frame, item);
        foreach (var nodeId in nodes)
            node.Peers.To(nodeId).Post(frame);
    }

    /// <summary>Adds a subscription. Done when all silos know.</summary>
    public Task Subscribe(StreamKey key, StreamSubscription subscription)
    {
        lock (_gate)
            _local[key] = [.. _local.GetValueOrDefault(key, []), subscription];
        return Announce();
    }

    public Task Unsubscribe(StreamKey key, StreamSubscription subscription)
    {
        lock (_gate)
        {
            _local[key] = [.. _local.GetValueOrDefault(key, []).Where(s => s != subscription)];
            if (_local[key].Length == 0)
                _local.Remove(key);
        }

        return Announce();
    }

    /// <summary>Tells one other node what this one, and the clients that it knows, are subscribed to.</summary>
    public void SendSubscriptions(Connection connection)
    {
        lock (_gate)
            Send(connection, node.Id, new(++_version, [.. _local.Keys]));
        foreach (var (nodeId, subscriptions) in _remote)
            Send(connection, nodeId, subscriptions);
    }

    public void OnSubscriptions(ref FrameReader frame)
    {
        var nodeId = frame.ReadString();
        var version = frame.ReadInt64();
        var streams = new HashSet<StreamKey>();
        for (var i = frame.ReadInt32(); i > 0; i--)
            streams.Add(Read(ref frame));
        var now = new NodeSubscriptions(version, streams);
        if (nodeId != node.Id)
            _remote.AddOrUpdate(nodeId, now, (_, known) => known.Version < version ? now : known);
    }

    public void OnEvent(ref FrameReader frame)
    {
        var passOn = frame.ReadByte() != 0;
        var key = Read(ref frame);
        var number = frame.ReadInt64();
        foreach (var subscription in LocalOf(key))
            subscription.Receive(frame.Rest, node.Serializer, number);
        if (!passOn || RemoteOf(key) is not { Count: > 0 } nodes)
            return;
        using var copy = FrameWriter.Start(FrameKind.StreamEvent);
        copy.Write((byte)0);
        Write(copy, key);
        copy.Write(number);
        copy.Write(frame.Rest);
        foreach (var nodeId in nodes)
            node.Peers.To(nodeId).Post(copy);
    }

    /// <summary>A node is gone, or will introduce itself again.</summary>
    public void Forget(string nodeId) => _remote.TryRemove(nodeId, out _);

    private async Task Announce()
    {
        var peers = node.Peers.All.ToList();
        foreach (var peer in peers)
            SendSubscriptions(peer);
        await Task.WhenAll(peers.Select(p => p.RoundTrip())).WaitAsync(TimeSpan.FromSeconds(2), TimeProvider.System)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private StreamSubscription[] LocalOf(StreamKey key)
    {
        lock (_gate)
            return _local.GetValueOrDefault(key, []);
    }

    private List<string> RemoteOf(StreamKey key) => [.. _remote.Where(r => r.Value.Streams.Contains(key)).Select(r => r.Key)];

    private static void Send(Connection connection, string nodeId, NodeSubscriptions subscriptions)
    {
        using var frame = FrameWriter.Start(FrameKind.Subscriptions);
        frame.Write(nodeId);
        frame.Write(subscriptions.Version);
        frame.Write(subscriptions.Streams.Count);
        foreach (var stream in subscriptions.Streams)
            Write(frame, stream);
        connection.Post(frame);
    }

    private static void Write(FrameWriter frame, StreamKey key)
    {
        frame.Write(key.Provider);
        frame.Write((byte)(key.Id.GetNamespace() is null ? 0 : 1));
        frame.Write(key.Id.GetNamespace() ?? "");
        frame.Write(key.Id.GetKeyAsString());
    }

    private static StreamKey Read(ref FrameReader frame)
    {
        var provider = frame.ReadString();
        var hasNamespace = frame.ReadByte() != 0;
        var ns = frame.ReadString();
        return new(provider, StreamId.Create(hasNamespace ? ns : null, frame.ReadString()));
    }

    private sealed record NodeSubscriptions(long Version, HashSet<StreamKey> Streams);
}
