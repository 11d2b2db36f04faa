using System.Runtime.CompilerServices;

namespace Gristmill.Json;

/// <summary>Reads a stream line by line in constant memory, whatever it holds.</summary>
/// <param name="stream">Bytes, normally UTF-8.</param>
/// <param name="longest">The most bytes of a line; a longer one is passed over.</param>
internal sealed class LineReader(Stream stream, int longest)
{
    private const int FirstSize = 64 << 10;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private byte[] _buffer = new byte[FirstSize];
    private int _start;
    private int _end;

    /// <summary>
    /// The lines, each good until the next is asked for. Ends early when it is canceled, even if the stream has nothing to give.
    /// </summary>
    public async IAsyncEnumerable<Line> ReadAsync([EnumeratorCancellation] CancellationToken stop)
    {
        var number = 1L;
        var searched = 0;
        var isTooLong = false;
        bool isMore;
        do
        {
            isMore = await FillAsync(stop);
            while (Find(searched) is >= 0 and var length)
            {
                yield return new Line(number, Take(length, isFirst: number == 1), isTooLong || length > longest);
                (number, searched, isTooLong) = (number + 1, 0, false);
                _start++;
            }
            searched = _end - _start;
            if (searched > longest)
                (_start, searched, isTooLong) = (_end, 0, true);
        }
        while (isMore);
        if (searched > 0 || isTooLong)
            yield return new Line(number, Take(searched, isFirst: number == 1), isTooLong);
    }

    private int Find(int searched) =>
        _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n') is >= 0 and var found
        ? searched + found
        : -1;

    private ReadOnlyMemory<byte> Take(int length, bool isFirst)
    {
        var line = _buffer.AsMemory(_start, length);
        _start += length;
        return isFirst && line.Span.StartsWith(ByteOrderMark) ? line[ByteOrderMark.Length..] : line;
    }

    /// <returns>Whether there may be more.</returns>
    private async ValueTask<bool> FillAsync(CancellationToken stop)
    {
        // What is left of the last line moves to the front; the buffer grows only for a line that needs it.
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        try
        {
            // A terminal or pipe that has nothing to give does not hear of the cancellation itself.
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), stop).AsTask().WaitAsync(stop);
            _end += read;
            return read > 0;
        }
        catch (OperationCanceledException)
        {
            _end = 0; // Half a line is none.
            return false;
        }
    }
}
