using Gristmill.Dashboard.Parts;

namespace Gristmill.Dashboard;

public sealed class WordsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0.4, "0.4 ms")]
    [InlineData(250, "250 ms")]
    [InlineData(3_210, "3.2 s")]
    [InlineData(59_900, "59 s")]
    [InlineData(250_000, "4 min 10 s")]
    [InlineData(7_500_000, "2 h 5 min")]
    [InlineData(183_600_000, "2 d 3 h")]
    public void A_span_is_told_in_one_unit_or_two(double milliseconds, string words) =>
        Assert.Equal(words, Words.Span(TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData(0, "now")]
    [InlineData(-3, "3 s ago")]
    [InlineData(-150, "2 min ago")]
    [InlineData(7_200, "in 2 h")]
    public void A_time_is_told_relative_to_now(double seconds, string words) =>
        Assert.Equal(words, Words.Relative(Noon.AddSeconds(seconds), Noon));

    [Fact]
    public void The_exact_time_names_its_zone() =>
        Assert.Equal("2026-11-22 12:00:00.000 UTC", Words.Exact(Noon.ToOffset(TimeSpan.FromHours(5))));

    [Theory]
    [InlineData(0.001, "0")]
    [InlineData(0.25, "0.25")]
    [InlineData(42.42, "42.4")]
    [InlineData(12_345.6, "12,346")]
    public void A_rate_has_the_digits_that_matter(double rate, string words) => Assert.Equal(words, Words.Rate(rate));

    [Theory]
    [InlineData(512, "512 B")]
    [InlineData(1_536, "1.5 KiB")]
    [InlineData(180L << 20, "180 MiB")]
    [InlineData(3L << 30, "3 GiB")]
    public void Bytes_are_told_in_the_unit_that_fits(long bytes, string words) => Assert.Equal(words, Words.Bytes(bytes));

    [Theory]
    [InlineData("""["\ud83c\udf89 <é>"]""", """["🎉 <é>"]""")]
    [InlineData("""["\\ud83c\\udf89"]""", """["\\ud83c\\udf89"]""")]
    public void JSON_is_shown_with_the_characters_that_it_means(string json, string shown) =>
        Assert.Equal(shown, string.Concat(Words.Pretty(json).Split('\n', StringSplitOptions.TrimEntries)));

    [Fact]
    public void A_text_that_is_no_json_stays_as_it_is() => Assert.Equal("<b>{", Words.Pretty("<b>{"));
}
