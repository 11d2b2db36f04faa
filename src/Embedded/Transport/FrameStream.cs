using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;

namespace Gristmill.Embedded;

/// <summary>
/// Frames over a socket. What is posted while a write is under way goes out together with the next: many calls, few system calls. A thread
/// reads and another writes, and both block: the thread pool would be woken twice for each message, once to send it and once behind
/// the runtime's own thread that finds it has come. There are as many connections as processes on the machine, so few.
/// </summary>
internal sealed class FrameStream(Socket socket)
{
    private const int MaxBacklog = 256 * 1024 * 1024;
    private const int KeptCapacity = 1024 * 1024;
    private const int WriterStackBytes = 256 * 1024;
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _woken = new(false); // Never disposed of: somebody may be about to set it.
    private ArrayBufferWriter<byte> _filling = new(4096);
    private ArrayBufferWriter<byte> _sending = new(4096);
    private bool _idle;
    private bool _closed;

    /// <summary>Handles a frame; runs on the reading thread.</summary>
    public delegate void FrameHandler(FrameKind kind, ref FrameReader frame);

    /// <summary>Connects to a listening node. Until then, and until <see cref="StartWriting"/>, posted frames wait.</summary>
    public void Connect(string path) => socket.Connect(new UnixDomainSocketEndPoint(path));

    public void StartWriting() => new Thread(Write, WriterStackBytes) { Name = "grain calls out", IsBackground = true }.Start();

    /// <summary>Sends the frame some time soon. False if the stream is closed.</summary>
    public bool Post(ReadOnlySpan<byte> frame)
    {
        bool wakes;
        lock (_gate)
        {
            if (_closed)
                return false;
            if (_filling.WrittenCount > MaxBacklog)
            {
                Close();
                return false;
            }

            _filling.Write(frame);
            (wakes, _idle) = (_idle, false);
        }
        // Not under the lock, which is the first thing that the thread takes.
        if (wakes)
            _woken.Set();
        return true;
    }

    /// <summary>Reads frames until the other side closes.</summary>
    /// <exception cref="InvalidDataException">What came is no frame.</exception>
    /// <exception cref="SocketException">The connection broke.</exception>
    public void Read(FrameHandler handler)
    {
        var buffer = new byte[32 * 1024];
        var filled = 0;
        while (true)
        {
            var received = socket.Receive(buffer.AsSpan(filled));
            if (received == 0)
                return;
            filled += received;
            var used = HandleAll(buffer.AsSpan(0, filled), handler, out var needed);
            buffer.AsSpan(used, filled - used).CopyTo(buffer);
            filled -= used;
            if (needed > buffer.Length)
                Array.Resize(ref buffer, needed);
        }
    }

    public void Close()
    {
        lock (_gate)
            _closed = true;
        _woken.Set();
        socket.Dispose();
    }

    private static int HandleAll(ReadOnlySpan<byte> data, FrameHandler handler, out int needed)
    {
        var used = 0;
        needed = 0;
        while (data.Length - used >= 5)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(data[used..]);
            if (length is < 1 or > FrameWriter.MaxLength)
                throw new InvalidDataException($"A frame of {length} bytes.");
            needed = length + 4;
            if (data.Length - used < needed)
                break;
            var frame = new FrameReader(data.Slice(used + 5, length - 1));
            handler((FrameKind)data[used + 4], ref frame);
            used += needed;
            needed = 0;
        }

        return used;
    }

    private void Write()
    {
        try
        {
            while (Take())
            {
                for (var rest = _sending.WrittenSpan; !rest.IsEmpty;)
                    rest = rest[socket.Send(rest)..];
                if (_sending.Capacity > KeptCapacity)
                    _sending = new(4096);
                else
                    _sending.ResetWrittenCount();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The reading thread sees the same and reports it.
            Close();
        }
    }

    /// <summary>Waits for something to send; false once the stream is closed.</summary>
    private bool Take()
    {
        while (true)
        {
            lock (_gate)
            {
                if (_closed)
                    return false;
                if (_filling.WrittenCount > 0)
                {
                    (_filling, _sending) = (_sending, _filling);
                    return true;
                }
                _idle = true;
            }
            _woken.WaitOne();
        }
    }
}
