namespace Gristmill;

/// <summary>An artifact's content, read from the cluster piece by piece as it is asked for, from any place on.</summary>
/// <param name="length">Its length, in bytes.</param>
/// <param name="read">Reads a piece that begins at an offset.</param>
internal sealed class ArtifactStream(long length, Func<long, CancellationToken, Task<byte[]>> read) : Stream
{
    private ReadOnlyMemory<byte> _piece;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => (_position, _piece) = (value, default);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || _position >= length)
            return 0;
        if (_piece.IsEmpty)
            _piece = await read(_position, cancellationToken);
        var part = _piece[..Math.Min(_piece.Length, buffer.Length)];
        part.CopyTo(buffer);
        _piece = _piece[part.Length..];
        _position += part.Length;
        return part.Length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => _position,
        _ => length,
    };

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Read it with ReadAsync: it comes over the network.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
