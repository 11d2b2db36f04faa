using Gristmill.Client.Output;

namespace Gristmill.Client.Tests.Output;

public sealed class WordsTests
{
    [Theory]
    [InlineData(-5, "0 ms")]
    [InlineData(0.34, "340 ms")]
    [InlineData(4.567, "4.57 s")]
    [InlineData(60, "1 min")]
    [InlineData(185, "3 min 5 s")]
    [InlineData(7380, "2 h 3 min")]
    [InlineData(446400, "5 d 4 h")]
    public void Spans_have_the_two_units_that_matter(double seconds, string words) =>
        Assert.Equal(words, Words.Span(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(3, 10, "converting", "3/10 converting")]
    [InlineData(0.5, 0, null, "0.5")]
    public void Progress_says_how_much_of_what_is_known(double current, double total, string? message, string words) =>
        Assert.Equal(words, Words.Progress(new JobProgress(current, total, message)));

    [Theory]
    [InlineData("plain Grüße 数", "plain Grüße 数")]
    [InlineData("a\tb", "a    b")]
    [InlineData("\e[31mred\a\r\n\u007f\u009b", "\\x1b[31mred\\x07\\x0d\\x0a\\x7f\\x9b")]
    [InlineData("exe.\u202Etxt\u2028", "exe.\\u202etxt\\u2028")]
    public void Control_characters_show_as_their_codes(string text, string printed) =>
        Assert.Equal(printed, Words.Printable(text));

    [Theory]
    [InlineData("日本語", 6, "日本語")]
    [InlineData("日本語", 5, "日本…")]
    [InlineData("plain", 4, "pla…")]
    public void A_text_that_is_too_wide_ends_with_an_ellipsis(string text, int width, string shown) =>
        Assert.Equal(shown, Words.Beginning(text, width));

    [Theory]
    [InlineData(0, "0 jobs")]
    [InlineData(1, "1 job")]
    [InlineData(1_000, "1,000 jobs")]
    public void One_is_not_several(int number, string words) => Assert.Equal(words, Words.Count(number, "job"));
}
