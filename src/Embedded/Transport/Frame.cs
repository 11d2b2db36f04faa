using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Gristmill.Embedded;

internal enum FrameKind : byte
{
    /// <summary>The first frame of a connection: magic number, version, node id of the sender.</summary>
    Hello = 1,

    /// <summary>Number (0: one way), method, hops, time-out in ms, grain type, grain key, arguments, each behind its length.</summary>
    Call,

    /// <summary>Number, <see cref="ResponseStatus"/>, result or error.</summary>
    Response,

    /// <summary>Number of the call that its caller gave up.</summary>
    Cancel,

    /// <summary>Number, to be sent back.</summary>
    Ping,

    /// <summary>Number of the ping.</summary>
    Pong,

    /// <summary>The sender has changed something in the membership folder.</summary>
    MembershipChanged,

    /// <summary>An event of a stream.</summary>
    StreamEvent,
}

internal enum ResponseStatus : byte
{
    Success,
    Error,

    /// <summary>Not accepted and not run.</summary>
    Rejected,
}

/// <summary>Builds one frame: its length in four bytes, its kind in one, its content.</summary>
internal sealed class FrameWriter : IDisposable
{
    public const int MaxLength = 100 * 1024 * 1024;
    private const int KeptCapacity = 1024 * 1024;

    [ThreadStatic]
    private static FrameWriter? _spare;

    private ArrayBufferWriter<byte> _buffer = new(1024);
    private Utf8JsonWriter? _json;

    public static FrameWriter Start(FrameKind kind)
    {
        var writer = _spare ?? new();
        _spare = null;
        writer._buffer.ResetWrittenCount();
        writer.Write(0);
        writer.Write((byte)kind);
        return writer;
    }

    /// <summary>Where JSON goes; flush it before anything else is written.</summary>
    public Utf8JsonWriter Json
    {
        get
        {
            _json ??= new(_buffer, new() { SkipValidation = true });
            _json.Reset(_buffer);
            return _json;
        }
    }

    public int Length => _buffer.WrittenCount;

    public void Write(byte value) => _buffer.Write([value]);

    public void Write(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
    }

    public void Write(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
    }

    public void Write(string value)
    {
        var span = _buffer.GetSpan(4 + Encoding.UTF8.GetMaxByteCount(value.Length));
        var length = Encoding.UTF8.GetBytes(value, span[4..]);
        BinaryPrimitives.WriteInt32LittleEndian(span, length);
        _buffer.Advance(4 + length);
    }

    public void Write(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

    /// <summary>Writes the length of what follows a place into the four bytes at that place.</summary>
    public void WriteLength(int start)
    {
        // The buffer gives out its memory read-only.
        var written = System.Runtime.InteropServices.MemoryMarshal.AsMemory(_buffer.WrittenMemory).Span;
        BinaryPrimitives.WriteInt32LittleEndian(written[start..], written.Length - start - 4);
    }

    /// <summary>The whole frame.</summary>
    /// <exception cref="OrleansException">It is too long.</exception>
    public ReadOnlySpan<byte> Finish()
    {
        if (_buffer.WrittenCount - 4 is > MaxLength and var length)
            throw new OrleansException($"A message of {length} bytes is too long; the limit is {MaxLength}.");
        WriteLength(0);
        return _buffer.WrittenSpan;
    }

    public void Dispose()
    {
        if (_buffer.Capacity > KeptCapacity)
            (_buffer, _json) = (new(1024), null);
        _spare = this;
    }
}

/// <summary>Reads one frame. What is too short or makes no sense is an <see cref="InvalidDataException"/>.</summary>
internal ref struct FrameReader(ReadOnlySpan<byte> content)
{
    private ReadOnlySpan<byte> _rest = content;

    public readonly ReadOnlySpan<byte> Rest => _rest;

    public byte ReadByte() => Take(1)[0];

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public string ReadString() => Encoding.UTF8.GetString(ReadBytes());

    /// <summary>What is behind its length.</summary>
    public ReadOnlySpan<byte> ReadBytes() => Take(ReadInt32());

    private ReadOnlySpan<byte> Take(int length)
    {
        if ((uint)length > (uint)_rest.Length)
            throw new InvalidDataException("A frame ends too early.");
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
