using System.Globalization;

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
}
