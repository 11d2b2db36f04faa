using System.Buffers;

namespace Gristmill.Execution.Json;

/// <summary>
/// Takes the JSON of a result as it is written, so that one that has no end ends at the limit, or when the run is told to stop.
/// </summary>
internal sealed class BoundedBuffer(int limit, CancellationToken stopping) : IBufferWriter<byte>, IDisposable
{
    /// <summary>The writer asks for room for the longest that a text could become: three bytes a character.</summary>
    private const long Longest = 3;

    /// <summary>And for a little beyond that.</summary>
    private const int Beyond = 4 << 10;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Beyond);
    private int _count;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _count);

    /// <exception cref="ResultTooLargeException">It has more than the limit.</exception>
    public void Advance(int count)
    {
        _count += count;
        if (_count > limit)
            throw new ResultTooLargeException(limit);
    }

    /// <exception cref="ResultTooLargeException">What is to be written next cannot fit.</exception>
    /// <exception cref="OperationCanceledException">The run is to stop.</exception>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        // The little that a task returns when it was told to stop is written as ever.
        if (_count > 0)
            stopping.ThrowIfCancellationRequested();
        if (sizeHint > Longest * (limit - _count) + Beyond)
            throw new ResultTooLargeException(limit);
        var needed = _count + Math.Max(sizeHint, 1);
        if (needed > _bytes.Length)
            Grow(Math.Max(needed, 2 * _bytes.Length));
        return _bytes.AsMemory(_count);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

    private void Grow(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
