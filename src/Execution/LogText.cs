using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Gristmill.Execution;

/// <summary>The texts of log lines: how long they are, how they are cut, and what stands for those that are missing.</summary>
internal static class LogText
{
    /// <summary>A line that fits, or as much of its beginning as does and a word on the rest.</summary>
    /// <param name="line">The line.</param>
    /// <param name="most">The most bytes to keep, as UTF-8. What is said of the rest comes on top.</param>
    /// <param name="gone">The bytes behind the line that nobody has kept.</param>
    public static string Cut(ReadOnlySpan<char> line, int most, long gone)
    {
        if (gone == 0 && (line.Length * 3L <= most || Encoding.UTF8.GetByteCount(line) <= most))
            return line.ToString();

        var buffer = ArrayPool<byte>.Shared.Rent(most);
        Utf8.FromUtf16(line, buffer.AsSpan(0, most), out var chars, out _);
        ArrayPool<byte>.Shared.Return(buffer);
        return $"{line[..chars]} … ({Encoding.UTF8.GetByteCount(line[chars..]) + gone:N0} bytes cut)";
    }

    /// <summary>How much of a log is missing, and why.</summary>
    public static string Missing(Missing missing, string reason) =>
        $"… {missing.Lines:N0} {(missing.Lines == 1 ? "line" : "lines")} ({missing.Bytes:N0} bytes) dropped: {reason}";
}
