using System.Net;
using System.Net.Sockets;

namespace Gristmill.Hosting.Clustering;

/// <summary>
/// Two free ports of this machine, reserved until this is disposed. Orleans wants to know its ports before it listens, and then
/// shares them (SO_REUSEPORT) with whoever else chose the same ones, unnoticed. So each is bound here first, alone, and only then
/// opened to sharing: no other silo can be given it, and this one can listen on it.
/// </summary>
internal sealed class LoopbackPorts : IDisposable
{
    private readonly Socket _silo = Reserve();
    private readonly Socket _gateway = Reserve();

    public int Silo => PortOf(_silo);

    public int Gateway => PortOf(_gateway);

    public void Dispose()
    {
        _silo.Dispose();
        _gateway.Dispose();
    }

    private static Socket Reserve()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        return socket;
    }

    private static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;
}
