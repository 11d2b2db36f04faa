namespace Gristmill.Bench;

public sealed class ChoiceTests
{
    private static readonly string[] All = ["bulk", "run", "single"];

    [Fact]
    public void Nothing_named_is_everything() => Assert.Equal(All, Choose());

    [Fact]
    public void The_named_ones_come_in_their_own_order() => Assert.Equal(["bulk", "single"], Choose("single", "bulk"));

    [Fact]
    public void An_unknown_name_is_refused_with_those_there_are() =>
        Assert.Equal("unknown scenario 'speed'; there are bulk, run, single",
            Assert.Throws<BenchException>(() => Choose("speed")).Message);

    private static IReadOnlyList<string> Choose(params string[] names) => Choice.Of(All, name => name, names, "scenario");
}
