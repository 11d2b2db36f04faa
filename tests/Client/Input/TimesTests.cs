using System.Globalization;
using Gristmill.Core;

namespace Gristmill.Client.Tests.Input;

public sealed class TimesTests
{
    [Theory]
    [InlineData("00:00:00", "0 s")]
    [InlineData("00:00:00.0200000", "20 ms")]
    [InlineData("00:00:00.0000500", "0.05 ms")]
    [InlineData("00:00:01.5", "1.5 s")]
    [InlineData("00:01:00", "1 min")]
    [InlineData("01:30:00", "1 h 30 min")]
    [InlineData("49.00:00:00.0000001", "49 d 0.0000001 s")]
    [InlineData("-00:00:05", "-5 s")]
    public void A_span_is_told_in_full_in_the_units_that_people_use(string span, string words) =>
        Assert.Equal(words, Times.Words(TimeSpan.Parse(span, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("2026-03-01T14:05", "2026-03-01T14:05:00+00:00")]
    [InlineData("2026-03-01", "2026-03-01T00:00:00+00:00")]
    [InlineData("2026-03-01 14:05:09.123Z", "2026-03-01T14:05:09.123+00:00")]
    [InlineData("2026-03-01 14:05:09.123-05:30", "2026-03-01T14:05:09.123-05:30")]
    [InlineData("2026-03-01T14:05[Europe/Berlin]", "2026-03-01T14:05:00+01:00")]
    [InlineData("2026-03-01[Europe/Berlin]", "2026-03-01T00:00:00+01:00")]
    [InlineData("2026-07-01T14:05[Europe/Berlin]", "2026-07-01T14:05:00+02:00")]
    [InlineData("2026-10-25T02:30+02:00[Europe/Berlin]", "2026-10-25T02:30:00+02:00")]
    [InlineData("2026-10-25T02:30+01:00[Europe/Berlin]", "2026-10-25T02:30:00+01:00")]
    public void A_time_is_UTC_unless_it_says_where(string text, string time)
    {
        Assert.True(Times.TryParseTime(text, out var read), Times.WhyNoTime(text));
        var expected = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
        Assert.Equal((expected, expected.Offset), (read, read.Offset));
    }

    [Theory]
    [InlineData("2026-03-29T02:30[Europe/Berlin]",
        "is left out in Europe/Berlin, where clocks are put forward then; give another, or an offset")]
    [InlineData("2026-10-25T02:30[Europe/Berlin]",
        "is twice in Europe/Berlin, where clocks are put back then; give 2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+01:00")]
    [InlineData("2026-03-01T14:05+02:00[Europe/Berlin]",
        "has another offset than Europe/Berlin, where it is 2026-03-01T13:05:00+01:00; give one of the two")]
    [InlineData("2026-03-01T14:05[Europe/Berln]",
        "is in Europe/Berln, which is no time zone that is known here; " + Times.TimeRule)]
    [InlineData("2026-02-30", "is no time; " + Times.TimeRule)]
    [InlineData("14:05", "is no time; " + Times.TimeRule)]
    public void A_time_that_is_none_or_two_is_told(string text, string why)
    {
        Assert.False(Times.TryParseTime(text, out _));
        Assert.Equal(why, Times.WhyNoTime(text));
    }
}
