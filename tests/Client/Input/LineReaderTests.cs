using System.Text;
using Gristmill.Json;

namespace Gristmill.Client.Tests.Input;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("one", "1:one")]
    [InlineData("one\n", "1:one")]
    [InlineData("one\n\nthree", "1:one 2: 3:three")]
    [InlineData("\uFEFFone\ntwo\n", "1:one 2:two")]
    [InlineData("0123456789\nabcdefghijk\nend", "1:0123456789 2:too long 3:end")]
    [InlineData("abcdefghijk", "1:too long")]
    public async Task Lines_are_numbered_and_a_long_one_hides_no_other(string file, string lines)
    {
        foreach (var step in new[] { 1, 3, 1_000 })
            Assert.Equal(lines, await ReadAsync(new Trickle(Encoding.UTF8.GetBytes(file), step), longest: 10));
    }

    [Fact]
    public async Task A_line_may_be_longer_than_what_is_read_at_once()
    {
        var long1 = new string('x', 300_000);

        Assert.Equal($"1:{long1} 2:y",
            await ReadAsync(new Trickle(Encoding.UTF8.GetBytes($"{long1}\ny"), 70_001), longest: 1 << 20));
    }

    private static async Task<string> ReadAsync(Stream stream, int longest)
    {
        var lines = new List<string>();
        await foreach (var line in new LineReader(stream, longest).ReadAsync(TestContext.Current.CancellationToken))
            lines.Add($"{line.Number}:{(line.IsTooLong ? "too long" : Encoding.UTF8.GetString(line.Bytes.Span))}");
        return string.Join(' ', lines);
    }

    /// <summary>Gives a few bytes at a time.</summary>
    private sealed class Trickle(byte[] bytes, int step) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(step, buffer.Length)], cancellationToken);
    }
}
