using Gristmill.Dashboard.Job;

namespace Gristmill.Dashboard;

public sealed class LogRowTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\e[1;31mred\e[0m and \e[38;5;208morange\e[m", "red and orange")]
    [InlineData("\e]8;;https://example.org\e\\link\e]8;;\a", "link")]
    [InlineData("\e[2K\e[1Gprogress", "progress")]
    public void What_a_terminal_takes_for_colours_is_left_out(string text, string plain) =>
        Assert.Equal(plain, LogRow.Plain(text));

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    public void A_line_is_a_row(string text) => Assert.Equal([text], Rows(text));

    [Fact]
    public void A_long_line_goes_on_in_further_rows_without_a_character_cut_in_two()
    {
        var text = new string('a', 119) + "😀" + new string('b', 300);

        var rows = Rows(text);

        Assert.Equal(text, string.Concat(rows));
        Assert.Equal([119, 120, 120, 62], rows.Select(row => row.Length));
    }

    [Fact]
    public void A_long_line_goes_on_between_two_words()
    {
        var text = string.Join(' ', Enumerable.Repeat("seventeen letters", 20));

        var rows = Rows(text);

        Assert.Equal(text, string.Concat(rows));
        Assert.All(rows[..^1], row => Assert.True(row is { Length: > 60 and <= 120 } && row.EndsWith(' '), row));
    }

    private static string[] Rows(string text) =>
        [.. LogRow.Of(new JobLogLine(1, 1, default, "Info", text)).Select(row => row.Text)];
}
