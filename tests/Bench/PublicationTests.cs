namespace Gristmill.Bench;

public sealed class PublicationTests
{
    [Fact]
    public void A_report_takes_the_place_of_the_one_before() => Assert.Equal(
        "before\n<!-- figures -->\nnew\n<!-- end of figures -->\nafter",
        Publication.Insert("before\n<!-- figures -->\nold\nold\n<!-- end of figures -->\nafter", "new\n"));

    [Theory]
    [InlineData("nothing")]
    [InlineData("<!-- figures -->")]
    [InlineData("<!-- end of figures --> <!-- figures -->")]
    public void A_page_without_a_place_for_it_is_refused(string page) =>
        Assert.Contains("<!-- figures -->", Assert.Throws<BenchException>(() => Publication.Insert(page, "new")).Message,
            StringComparison.Ordinal);
}
