using System.Text;
using Gristmill.Core;
using Gristmill.Json;

namespace Gristmill.Client.Tests.Input;

public sealed class RequestLineTests
{
    private static readonly JobRequest Template = new() { Id = default, Task = "" };

    [Theory]
    [InlineData("""{"task": 5}""", "task is 5; it must be a string")]
    [InlineData("""{"task": "t", "id": "x"}""",
        "id is \"x\"; it must be a job's id such as \"01980c3e-8f5a-7c41-9d3b-5e2f7a6b1c0d\"")]
    [InlineData("""{"task": "t", "args": "26"}""",
        "args is \"26\"; it must be an array, for arguments by position, or an object, for arguments by name")]
    [InlineData("""{"task": "t", "args": [1], "arguments": [2]}""", "arguments is given twice")]
    [InlineData("""{"task": "t", "delay": "soon"}""", "delay is \"soon\", which is no span of time; " + Times.SpanRule)]
    [InlineData("""{"task": "t", "at": "soon"}""", "at is \"soon\", which is no time; " + Times.TimeRule)]
    [InlineData("""{"task": "t", "meta": []}""", "meta is []; it must be an object")]
    [InlineData("""{"task": "t", "tags": "x"}""", "tags is \"x\"; it must be an array of strings")]
    [InlineData("""{"task": "t", "public": 1}""", "public is 1; it must be true or false")]
    [InlineData("""{"task": "t", "priority": 1.5}""", "priority is 1.5; it must be a whole number")]
    [InlineData("""{"task": "t", "retry": {"attempts": 3}}""", "retry: unknown field 'attempts'; did you mean 'maxAttempts'?")]
    [InlineData("""{"task": "t", "retry": {"jitter": "x"}}""", "retry: jitter is \"x\"; it must be a number")]
    [InlineData("""{"task": "t", "unique": "k"}""",
        """unique is "k"; it must be an object such as {"key": "report 7", "policy": "replace"}""")]
    [InlineData("""{"task": "t", "unique": {}}""", "unique: key is missing; give what no other job may have at the same time")]
    [InlineData("""{"task": "t", "unique": {"key": ""}}""", "unique: key is \"\"; it must be a string that is not empty")]
    [InlineData("""{"task": "t", "unique": {"key": "k", "policy": 1}}""",
        "unique: policy is 1; it must be \"reject\", \"existing\" or \"replace\"")]
    [InlineData("""{"task": "t", "unique": {"key": "k", "states": "queued"}}""",
        "unique: states is \"queued\"; it must be an array of statuses such as [\"queued\", \"running\"]")]
    [InlineData("""{"task": "t", "limit": 2}""",
        """limit is 2; it must be an object such as {"key": "customer 7", "maxConcurrent": 2}""")]
    [InlineData("""{"task": "t", "limit": {"maxConcurrent": "2"}}""", "limit: maxConcurrent is \"2\"; it must be a whole number")]
    [InlineData("""{"task": "t", "limits": {}}""", "unknown field 'limits'; did you mean 'limit'?")]
    [InlineData("""{"task": "t", "title": "\ud800"}""", "title is \"\\ud800\", which has half a character in it")]
    [InlineData("""{"task": "t", "prioriti": 1}""", "unknown field 'prioriti'; did you mean 'priority'?")]
    public void A_field_that_does_not_fit_is_told_with_value_and_rule(string line, string says) =>
        Assert.Equal([says], Problems(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void A_status_that_is_none_is_told_with_those_there_are() => Assert.StartsWith(
        "unique: states is \"ended\"; it must be one of Inactive, Queued, Running",
        Assert.Single(Problems("""{"task": "t", "unique": {"key": "k", "states": ["queued", "ended"]}}"""u8.ToArray())), StringComparison.Ordinal);

    [Fact]
    public void A_line_may_have_a_unique_key_and_a_limit()
    {
        var job = RequestLine.Read(
            """{"task": "t", "unique": {"key": "k", "policy": "existing", "states": ["queued"]}, "limit": {"key": "c", "maxConcurrent": 2, "maxStarts": 3, "period": "1m"}}"""u8.ToArray(),
            Template);

        Assert.Equal(("k", UniquePolicy.ReturnExisting), (job.Unique!.Key, job.Unique.Policy));
        Assert.Equal([JobStatus.Queued], job.Unique.States);
        Assert.Equal(new JobLimit { Key = "c", MaxConcurrent = 2, MaxStarts = 3, Period = TimeSpan.FromMinutes(1) }, job.Limit);
    }

    [Fact]
    public void A_limit_without_a_key_is_that_of_the_lines_task()
    {
        Assert.Equal("t", RequestLine.Read("""{"task": "t", "limit": {"maxConcurrent": 2}}"""u8.ToArray(), Template).Limit!.Key);
        Assert.Equal("t",
            RequestLine.Read("""{"task": "t"}"""u8.ToArray(), Template with { Limit = new JobLimit { Key = "", MaxStarts = 1 } }).Limit!.Key);
    }

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
    public void What_is_no_UTF_8_is_told() =>
        Assert.Equal(["the line is not UTF-8"], Problems([.. "{\"task\": \""u8, 0xFF, .. "\"}"u8]));

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
    public void Nesting_without_end_is_refused() =>
        Assert.Single(Problems(Encoding.UTF8.GetBytes($$"""{"args":{{new string('[', 100_000)}}""")));

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
