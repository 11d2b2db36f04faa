using System.Globalization;
using Gristmill.Client.Tests.Fakes;
using Gristmill.Core;

namespace Gristmill.Client.Tests.Commands;

/// <summary>The options of a job, as they reach the cluster.</summary>
public sealed class JobOptionsTests
{
    private const string Id = "01980c3e-8f5a-7c41-9d3b-000000000002";

    [Fact]
    public async Task What_is_not_given_is_left_to_the_task()
    {
        var request = await SubmitAsync();

        Assert.Equal(new JobRequest { Id = request.Id, Task = "task", Tags = request.Tags }, request);
        Assert.Empty(request.Tags);
    }

    [Fact]
    public async Task Labels_go_with_the_job()
    {
        var request = await SubmitAsync(
            "--id", Id, "--parent", $"{Samples.Id}", "--type", "nightly", "--user", "ada", "--public", "--tag", "a", "--tag", "b",
            "--meta", """{"size": {"w": 1}}""", "--meta", "colour=blue", "--meta", "n=26");

        Assert.Equal((new Guid(Id), Samples.Id, "nightly", "ada", true),
            (request.Id, request.Parent, request.Type, request.User, request.Public));
        Assert.Equal(["a", "b"], request.Tags);
        Assert.Equal("""{"size":{"w": 1},"colour":"blue","n":26}""", request.Meta);
    }

    [Fact]
    public async Task Times_go_with_the_job()
    {
        var request =
            await SubmitAsync("--delay", "90", "--expires", "2h", "--time-limit", "00:05:00", "--hard-time-limit", "1d");

        Assert.Equal(
            (TimeSpan.FromSeconds(90), TimeSpan.FromHours(2), TimeSpan.FromMinutes(5), TimeSpan.FromDays(1)),
            (request.Delay, request.Expires, request.TimeLimit, request.HardTimeLimit));
    }

    [Theory]
    [InlineData("2026-03-01T14:05", "2026-03-01 14:05:00.000Z")]
    [InlineData("2026-03-01T14:05[Europe/Berlin]", "2026-03-01 13:05:00.000Z")]
    public async Task A_time_goes_with_the_job_and_is_told_with_its_offset(string typed, string told)
    {
        var cluster = new FakeCluster();

        var (exit, _, errors) = await TestConsole.RunAsync(cluster, "submit", "task", "--at", typed);

        Assert.Equal((0, $"gristmill: starts at {told} or later\n"), (exit, errors));
        Assert.Equal(DateTimeOffset.Parse(told, CultureInfo.InvariantCulture), Assert.Single(cluster.Submitted).At);
    }

    [Fact]
    public async Task Retries_are_one_attempt_less()
    {
        var retry = (await SubmitAsync("--retries", "3", "--retry-delay", "5s", "--retry-factor", "1.5", "--retry-max-delay",
            "1h")).Retry!;

        Assert.Equal((4, TimeSpan.FromSeconds(5), 1.5, TimeSpan.FromHours(1)),
            (retry.MaxAttempts, retry.FirstDelay, retry.Factor, retry.MaxDelay));
        Assert.Equal(1, (await SubmitAsync("--retries", "0")).Retry!.MaxAttempts);
    }

    [Fact]
    public async Task Deliveries_go_with_the_job()
    {
        var request = await SubmitAsync("--max-lost-runs", "2", "--no-redeliver");

        Assert.Equal((2, false), (request.MaxLostRuns, request.Redeliver));
    }

    [Fact]
    public async Task A_unique_key_goes_with_the_job_with_its_policy_and_states()
    {
        var full = (await SubmitAsync("--unique", "report 7", "--unique-policy", "replace", "--unique-while",
            "queued,running,success")).Unique!;
        var brief = (await SubmitAsync("--unique", "report 7")).Unique!;

        Assert.Equal(("report 7", UniquePolicy.ReplaceQueued), (full.Key, full.Policy));
        Assert.Equal([JobStatus.Queued, JobStatus.Running, JobStatus.Success], full.States);
        Assert.Equal(("report 7", UniquePolicy.Reject), (brief.Key, brief.Policy));
        Assert.Equal([JobStatus.Queued, JobStatus.Running], brief.States);
        Assert.Equal(UniquePolicy.ReturnExisting,
            (await SubmitAsync("--unique", "k", "--unique-policy", "existing")).Unique!.Policy);
    }

    [Fact]
    public async Task A_limit_goes_with_the_job_and_is_its_tasks_unless_a_key_is_given()
    {
        var request =
            await SubmitAsync("--limit-key", "customer 7", "--max-concurrent", "2", "--max-starts", "10", "--start-period", "1m");

        Assert.Equal(new JobLimit { Key = "customer 7", MaxConcurrent = 2, MaxStarts = 10, Period = TimeSpan.FromMinutes(1) },
            request.Limit);
        Assert.Equal(new JobLimit { Key = "task", MaxStarts = 5 }, (await SubmitAsync("--max-starts", "5")).Limit);
    }

    [Theory]
    [InlineData("--unique-policy is given without --unique; say which key", "--unique-policy", "reject")]
    [InlineData("--unique-while is given without --unique; say which key", "--unique-while", "queued")]
    [InlineData("--unique-policy 'refuse' is no policy; it is reject, existing or replace", "--unique", "k", "--unique-policy",
        "refuse")]
    [InlineData("--unique is empty; give it a word", "--unique", "")]
    [InlineData("--max-concurrent is 0; it must be 1 to 10000", "--max-concurrent", "0")]
    [InlineData("--max-starts is 10001; it must be 1 to 10000", "--max-starts", "10001")]
    [InlineData("--start-period is given without --max-starts; say how many may start in it", "--max-concurrent", "1",
        "--start-period", "1m")]
    [InlineData("--limit-key is given without --max-concurrent and --max-starts; say how many jobs may run or start",
        "--limit-key", "k")]
    [InlineData("--delay and --at are both given; give one of them", "--delay", "5", "--at", "2026-03-01")]
    [InlineData("--delay 'soon' is no span of time; " + Times.SpanRule, "--delay", "soon")]
    [InlineData("--expires '-00:05:00' is no span of time; " + Times.SpanRule, "--expires=-00:05:00")]
    [InlineData("--at '5' is no time; " + Times.TimeRule, "--at", "5")]
    [InlineData("--at '2026-02-30' is no time; " + Times.TimeRule, "--at", "2026-02-30")]
    [InlineData("--retries is 1000; it must be 0 to 999", "--retries", "1000")]
    [InlineData("--retries 'many' is no number", "--retries", "many")]
    [InlineData("--retry-factor '11' is no number from 1 to 10", "--retries", "1", "--retry-factor", "11")]
    [InlineData("--retry-factor 'NaN' is no number from 1 to 10", "--retries", "1", "--retry-factor", "NaN")]
    [InlineData("--retry-delay is given without --retries; say how many retries there may be", "--retry-delay", "1s")]
    [InlineData("--max-lost-runs is 0; it must be 1 to 100", "--max-lost-runs", "0")]
    [InlineData("--tag is empty; give it a word", "--tag", "")]
    [InlineData("--parent 'x' is no job id; one looks like 01980c3e-8f5a-7c41-9d3b-5e2f7a6b1c0d", "--parent", "x")]
    [InlineData("--meta '{' is neither a JSON object nor a field; give {\"colour\": \"blue\"} or colour=blue", "--meta", "{")]
    [InlineData("--meta 'blue' is neither a JSON object nor a field; give {\"colour\": \"blue\"} or colour=blue", "--meta",
        "blue")]
    [InlineData("--meta gives 'a' 2 times; give it once", "--meta", "a=1", "--meta", "{\"a\": 2}")]
    public async Task A_mistake_is_told_in_one_line_before_any_cluster_is_asked(string says, params string[] typed)
    {
        var cluster = new FakeCluster();

        Assert.Equal((2, "", $"gristmill: {says}\n"), await TestConsole.RunAsync(cluster, ["submit", "task", .. typed]));
        Assert.Equal((2, "", $"gristmill: {says}\n"), await TestConsole.RunAsync(cluster, ["run", "task", .. typed]));
        Assert.Empty(cluster.Connected);
    }

    [Fact]
    public async Task Without_a_task_and_a_file_there_is_nothing_to_submit() => Assert.Equal(
        (2, "", "gristmill: TASK is missing; `gristmill submit --help` tells more\n"), await TestConsole.RunAsync(new FakeCluster(), "submit"));

    private static async Task<JobRequest> SubmitAsync(params string[] typed)
    {
        var cluster = new FakeCluster();
        var (exit, _, errors) = await TestConsole.RunAsync(cluster, ["submit", "task", .. typed]);
        Assert.Equal((0, ""), (exit, errors));
        return Assert.Single(cluster.Submitted);
    }
}
