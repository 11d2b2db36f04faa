using Gristmill.Core;

namespace Gristmill.Jobs;

public sealed class LoneSurrogatesTests
{
    [Theory]
    [InlineData("""["plain", "\n \\ \" \/", "\u00f1", "\ud83c\udf89"]""", null)]
    [InlineData("""["\\ud800", "\\\\udc00", "\u"]""", null)]
    [InlineData("""["\ud800"]""", @"\ud800")]
    [InlineData("""["\\\uDC00"]""", @"\uDC00")]
    [InlineData("""{"\ud83c\udf89\ud83c": 1}""", @"\ud83c")]
    [InlineData("""["\ud83c\ud83c\udf89"]""", @"\ud83c")]
    [InlineData("""["\ud800""", @"\ud800")]
    [InlineData("""["\ud8""", null)]
    [InlineData("\\", null)]
    public void The_first_half_that_stands_alone_is_found(string json, string? half) =>
        Assert.Equal(half, LoneSurrogates.First(json));

    [Theory]
    [InlineData("""["a", "\ud83c\udf89"]""", """["a", "\ud83c\udf89"]""")]
    [InlineData("""["\ud800\ud83c\udf89\udc00", "\udc00"]""", """["\ufffd\ud83c\udf89\ufffd", "\ufffd"]""")]
    public void Each_is_replaced_by_what_stands_for_no_character(string json, string replaced) =>
        Assert.Equal(replaced, LoneSurrogates.Replaced(json));
}
