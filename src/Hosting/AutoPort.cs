using System.Net;
using System.Net.Sockets;

namespace Gristmill.Hosting;

/// <summary>Port 8080 of the loopback address, or a free one if that is taken.</summary>
internal static class AutoPort
{
    public const string Url = "http://127.0.0.1:8080";

    private const int AnyPort = 0;

    /// <summary>
    /// A socket that listens already: sockets of two processes may both be bound to a port (SO_REUSEADDR, which .NET sets), and
    /// only listening tells which of them has it. The web server listens once more, which changes nothing.
    /// </summary>
    /// <param name="endPoint">What the web server asks for.</param>
    public static Socket Listen(EndPoint endPoint)
    {
        var wanted = (IPEndPoint)endPoint;
        try
        {
            return Listen(wanted.Address, wanted.Port);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            return Listen(wanted.Address, AnyPort);
        }
    }

    private static Socket Listen(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
