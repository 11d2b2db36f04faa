using System.Text;
using Gristmill.Client.Input;

namespace Gristmill.Client.Tests.Input;

public sealed class RequestLineTests
{
    private static readonly JobRequest Template = new() { Id = default, Task = "" };

    [Theory]
    [InlineData("""{"task": 5}""", "task is 5; it must be a string")]
    [InlineData("""{"task": "t", "id": "x"}""", "id is \"x\"; it must be a job's id such as \"01980c3e-8f5a-7c41-9d3b-5e2f7a6b1c0d\"")]
    [InlineData("""{"task": "t", "args": "26"}""", "args is \"26\"; it must be an array, for arguments by position, or an object, for arguments by name")]
    [InlineData("""{"task": "t", "args": [1], "arguments": [2]}""", "arguments is given twice")]
    [InlineData("""{"task": "t", "delay": "soon"}""", "delay is \"soon\", which is no span of time; " + Times.SpanRule)]
    [InlineData("""{"task": "t", "at": "soon"}""", "at is \"soon\", which is no time; " + Times.TimeRule)]
    [InlineData("""{"task": "t", "meta": []}""", "meta is []; it must be an object")]
    [InlineData("""{"task": "t", "tags": "x"}""", "tags is \"x\"; it must be an array of strings")]
    [InlineData("""{"task": "t", "public": 1}""", "public is 1; it must be true or false")]
    [InlineData("""{"task": "t", "priority": 1.5}""", "priority is 1.5; it must be a whole number")]
    [InlineData("""{"task": "t", "retry": {"attempts": 3}}""", "retry: unknown field 'attempts'; did you mean 'maxAttempts'?")]
    [InlineData("""{"task": "t", "retry": {"jitter": "x"}}""", "retry: jitter is \"x\"; it must be a number")]
    [InlineData("""{"task": "t", "title": "\ud800"}""", "title is \"\\ud800\", which has half a character in it")]
    [InlineData("""{"task": "t", "prioriti": 1}""", "unknown field 'prioriti'; did you mean 'priority'?")]
    public void A_field_that_does_not_fit_is_told_with_value_and_rule(string line, string says) =>
        Assert.Equal([says], Problems(Encoding.UTF8.GetBytes(line)));

    [Theory]
    [InlineData("{")]
    [InlineData("nothing")]
    [InlineData("""{"task": "t"} {"task": "t"}""")]
    public void What_is_no_JSON_is_told_in_one_line(string line)
    {
        var problem = Assert.Single(Problems(Encoding.UTF8.GetBytes(line)));

        Assert.StartsWith("the line is no JSON: ", problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
    }

    [Fact]
    public void What_is_no_UTF_8_is_told() => Assert.Equal(["the line is not UTF-8"], Problems([.. "{\"task\": \""u8, 0xFF, .. "\"}"u8]));

    [Fact]
    public void Whatever_a_line_holds_it_is_a_job_or_refused()
    {
        var random = new Random(1);
        var good = """{"id":"01980c3e-8f5a-7c41-9d3b-5e2f7a6b1c0d","task":"t","args":[1,"\u00e9"],"meta":{"a":{}},"retry":{"factor":2e1},"at":"2026-03-01"}"""u8.ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            var line = (byte[])good.Clone();
            for (var changes = random.Next(1, 6); changes > 0; changes--)
                line[random.Next(line.Length)] = (byte)random.Next(256);
            Problems(line);
        }
    }

    [Fact]
    public void Nesting_without_end_is_refused() => Assert.Single(Problems(Encoding.UTF8.GetBytes($$"""{"args":{{new string('[', 100_000)}}""")));

    private static IReadOnlyList<string> Problems(byte[] line)
    {
        try
        {
            RequestLine.Read(line, Template);
            return [];
        }
        catch (UsageException e)
        {
            return e.Problems;
        }
    }
}
