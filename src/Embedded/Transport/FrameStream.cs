using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;

namespace Gristmill.Embedded;

/// <summary>
/// Frames over a socket. What is posted while a write is under way goes out together with the next: many calls, few system calls.
/// </summary>
internal sealed class FrameStream(Socket socket) : IThreadPoolWorkItem
{
    private const int MaxBacklog = 256 * 1024 * 1024;
    private const int KeptCapacity = 1024 * 1024;
    private readonly Lock _gate = new();
    private ArrayBufferWriter<byte> _filling = new(4096);
    private ArrayBufferWriter<byte> _sending = new(4096);
    private bool _writing = true;
    private bool _closed;

    /// <summary>Handles a frame; runs on the reading loop.</summary>
    public delegate void FrameHandler(FrameKind kind, ref FrameReader frame);

    /// <summary>Connects to a listening node. Until then, and until <see cref="StartWriting"/>, posted frames wait.</summary>
    public Task Connect(string path) => socket.ConnectAsync(new UnixDomainSocketEndPoint(path));

    public void StartWriting() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    /// <summary>Sends the frame some time soon. False if the stream is closed.</summary>
    public bool Post(ReadOnlySpan<byte> frame)
    {
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
            if (_writing)
                return true;
            _writing = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return true;
    }

    /// <summary>Reads frames until the other side closes.</summary>
    /// <exception cref="InvalidDataException">What came is no frame.</exception>
    /// <exception cref="SocketException">The connection broke.</exception>
    public async Task Read(FrameHandler handler)
    {
        var buffer = new byte[32 * 1024];
        var filled = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(filled)).ConfigureAwait(false);
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
        socket.Dispose();
    }

    void IThreadPoolWorkItem.Execute() => _ = Write();

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

    private async Task Write()
    {
        try
        {
            while (true)
            {
                lock (_gate)
                {
                    if (_filling.WrittenCount == 0)
                    {
                        _writing = false;
                        return;
                    }

                    (_filling, _sending) = (_sending, _filling);
                }

                for (var rest = _sending.WrittenMemory; !rest.IsEmpty;)
                    rest = rest[await socket.SendAsync(rest).ConfigureAwait(false)..];
                if (_sending.Capacity > KeptCapacity)
                    _sending = new(4096);
                else
                    _sending.ResetWrittenCount();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The reading loop sees the same and reports it.
            Close();
        }
    }
}
