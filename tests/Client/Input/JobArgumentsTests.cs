using Gristmill.Client.Input;
using Gristmill.Client.Tests.Fakes;
using Gristmill.Core;

namespace Gristmill.Client.Tests.Input;

public sealed class JobArgumentsTests
{
    [Theory]
    [InlineData("26")]
    [InlineData("-1.5e3")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("\"26\"")]
    [InlineData("[1, 2]")]
    [InlineData("{\"a\": {\"b\": null}}")]
    public void What_is_JSON_is_taken_as_it_is(string typed) => Assert.Equal(typed, JobArguments.ToJson(typed));

    [Theory]
    [InlineData("text", "\"text\"")]
    [InlineData("", "\"\"")]
    [InlineData("two words", "\"two words\"")]
    [InlineData("01", "\"01\"")]
    [InlineData("[1, 2", "\"[1, 2\"")]
    [InlineData("True", "\"True\"")]
    [InlineData("NaN", "\"NaN\"")]
    [InlineData("a \"quote\"\n", "\"a \\\"quote\\\"\\n\"")]
    [InlineData("Grüße", "\"Grüße\"")]
    public void What_is_not_is_a_string(string typed, string json) => Assert.Equal(json, JobArguments.ToJson(typed));

    [Fact]
    public void Without_names_they_are_an_array()
    {
        Assert.Equal("[]", new JobArguments([], []).ToJson(null));
        Assert.Equal("""[26,"x"]""", new JobArguments(["26", "\"x\""], []).ToJson(null));
    }

    [Fact]
    public void With_names_they_are_an_object_that_hides_no_repetition() =>
        Assert.Equal("""{"n":26,"n":27}""", new JobArguments([], [new("n", "26"), new("n", "27")]).ToJson(null));

    [Fact]
    public void Mixed_the_ones_without_take_the_names_of_the_parameters_in_order() =>
        Assert.Equal("""{"lines":3,"text":"x","pause":1}""",
            new JobArguments(["3", "\"x\""], [new("pause", "1")]).ToJson(Chatty));

    [Fact]
    public void Mixed_every_conflict_is_told()
    {
        var arguments = new JobArguments(["1", "2", "3", "4"], [new("Text", "\"x\"")]);

        var error = Assert.Throws<UsageException>(() => arguments.ToJson(Chatty));

        Assert.Equal(
            ["argument 'text' is given twice: 2 by position and \"x\" by name",
                "surplus argument 4: 4; the task takes 3 (lines, text, pause)"],
            error.Problems);
    }

    [Theory]
    [InlineData("n=26", "n", "26")]
    [InlineData("n=", "n", "\"\"")]
    [InlineData("text=a=b", "text", "\"a=b\"")]
    [InlineData("n=-5", "n", "-5")]
    public void A_named_one_is_split_at_the_first_equals_sign(string typed, string name, string json)
    {
        Assert.True(NamedArgument.TryParse(typed, out var argument));
        Assert.Equal(new NamedArgument(name, json), argument);
    }

    [Theory]
    [InlineData("n")]
    [InlineData("=26")]
    [InlineData(" =26")]
    public void Without_a_name_it_is_refused(string typed) => Assert.False(NamedArgument.TryParse(typed, out _));

    private static TaskDescriptor Chatty { get; } =
        Samples.Task("chatty", Samples.Parameter("lines"), Samples.Parameter("text"), Samples.Parameter("pause")).Task;
}
