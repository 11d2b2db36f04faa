using Gristmill.Core;

namespace Gristmill.Plugins.Tests;

public sealed class TaskNamesTests
{
    private static readonly string[] Known =
        ["gwexample.analyses.tasks.fibonacci", "gwexample.analyses.tasks.untilcanceled", "gwexample.analyses.tasks.noop",
            "other.tasks.fibonacci.fast"];

    [Theory]
    [InlineData("fibonacci")]
    [InlineData("Fibonacci")]
    [InlineData("tasks.fibonacci")]
    [InlineData("fib")]
    [InlineData("fibonaci")]
    [InlineData("fibonacci ")]
    [InlineData("bonac")]
    [InlineData("gwexample.analyses.tasks.fibonaci")]
    [InlineData("gwexample.analysis.tasks.fibonacci")]
    [InlineData("GWExample.Analyses.Tasks.Fibonacci")]
    public void The_closest_name_is_suggested(string name) =>
        Assert.Equal("gwexample.analyses.tasks.fibonacci", TaskNames.Suggest(name, Known));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("convert")]
    [InlineData("gwexample.analyses.tasks.somethingelse")]
    public void Nothing_is_suggested_where_nothing_is_close(string name) => Assert.Null(TaskNames.Suggest(name, Known));

    [Fact]
    public void An_end_wins_over_a_beginning_and_the_shorter_wins_of_equals() =>
        Assert.Equal("b.run", TaskNames.Suggest("run", ["a.runner", "long.b.run", "b.run"]));
}
