using System.Collections.Concurrent;
using System.Net.Sockets;

namespace Gristmill.Embedded;

/// <summary>This process's socket and its connections to other processes.</summary>
internal sealed class Peers(Node node, SocketFolder sockets) : IDisposable
{
    private readonly ConcurrentDictionary<string, Connection> _byNode = new();
    private readonly ConcurrentDictionary<Connection, bool> _all = new();
    private Socket? _listener;
    private volatile bool _closed;

    /// <summary>Listens for others.</summary>
    public void Listen()
    {
        _listener = sockets.Listen(node.Id);
        _ = Accept(_listener);
    }

    public bool IsConnected(string nodeId) => _byNode.TryGetValue(nodeId, out var connection) && connection.IsOpen;

    public IEnumerable<Connection> All => _byNode.Values;

    /// <summary>The connection to that node, which may only be coming up. Frames sent meanwhile wait.</summary>
    public Connection To(string nodeId)
    {
        if (_byNode.TryGetValue(nodeId, out var connection))
            return connection;
        connection = Connection.Open(node, nodeId, sockets.PathOf(nodeId));
        var registered = _byNode.GetOrAdd(nodeId, connection);
        if (registered == connection)
            Serve(connection);
        return registered;
    }

    /// <summary>A node has connected and said who it is.</summary>
    public void Add(Connection connection) => _byNode.TryAdd(connection.PeerId!, connection);

    public void Remove(Connection connection)
    {
        _all.TryRemove(connection, out _);
        if (connection.PeerId is { } peer && _byNode.TryRemove(KeyValuePair.Create(peer, connection)) && !_closed)
            _ = node.Membership.OnConnectionLost(peer);
    }

    public void Close(string nodeId, string reason)
    {
        foreach (var connection in _all.Keys.Where(c => c.PeerId == nodeId))
            connection.Close(reason);
    }

    public void Dispose()
    {
        _closed = true;
        _listener?.Dispose();
        foreach (var connection in _all.Keys)
            connection.Close("this process leaves the cluster");
        if (!node.Killed && _listener is not null)
            sockets.Remove(node.Id);
    }

    private void Serve(Connection connection)
    {
        _all[connection] = true;
        connection.Start();
        if (_closed)
            connection.Close("this process leaves the cluster");
    }

    private async Task Accept(Socket listener)
    {
        try
        {
            while (true)
                Serve(Connection.Accept(node, await listener.AcceptAsync().ConfigureAwait(false)));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The listener was disposed of.
        }
    }
}
