using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Gristmill.Client.Tests.Fakes;

namespace Gristmill.Client.Tests.Commands;

/// <summary><c>submit --file</c>: a job a line, an answer a line.</summary>
public sealed class SubmitFileTests
{
    private const string One = "01980c3e-8f5a-7c41-9d3b-000000000001";
    private const string Two = "01980c3e-8f5a-7c41-9d3b-000000000002";

    [Fact]
    public async Task Each_line_is_a_job_and_is_answered_with_its_number_and_id()
    {
        var cluster = new FakeCluster();

        var submit = await SubmitAsync(cluster, $$"""
            {"id": "{{One}}", "task": "a", "args": [26, "x"], "tags": ["t"], "meta": {"n": 1}, "delay": "5m", "retry": {"maxAttempts": 3} }

            {"id": "{{Two}}", "task": "b", "arguments": {"n": 26}, "queue": "slow", "priority": 9, "timeLimit": 90, "public": true, "redeliver": false}
            """);

        Assert.Equal((0, $"1 {One}\n3 {Two}\n", "gristmill: 2 jobs accepted, 0 lines refused\n"), submit);
        var (a, b) = (cluster.Submitted[0], cluster.Submitted[1]);
        Assert.Equal(("a", """[26, "x"]""", """{"n": 1}""", TimeSpan.FromMinutes(5), 3),
            (a.Task, a.Arguments, a.Meta, a.Delay, a.Retry?.MaxAttempts));
        Assert.Equal(["t"], a.Tags);
        Assert.Equal(("b", """{"n": 26}""", "slow", 9, TimeSpan.FromSeconds(90), true, false),
            (b.Task, b.Arguments, b.Queue, b.Priority, b.TimeLimit, b.Public, b.Redeliver));
    }

    [Fact]
    public async Task Bad_lines_are_told_by_number_and_keep_no_good_one_from_being_accepted()
    {
        var cluster = new FakeCluster { Judge = request => request.Task == "nosuch" ? ["unknown task 'nosuch'"] : [] };

        var (exit, output, errors) = await SubmitAsync(cluster, $$"""
            {"id": "{{One}}", "task": "a"}
            {"task": "a"
            {"task": "nosuch"}
            {"tsak": "a", "priority": "high"}
            {"id": "{{Two}}", "task": "a"}
            """);

        Assert.Equal((2, $"1 {One}\n5 {Two}\n"), (exit, output));
        var told = errors.Split('\n');
        Assert.StartsWith("gristmill: line 2: the line is no JSON: ", told[0], StringComparison.Ordinal);
        Assert.Equal(
            [
                "gristmill: line 3: unknown task 'nosuch'",
                "gristmill: line 4: unknown field 'tsak'; did you mean 'task'?",
                "gristmill: line 4: priority is \"high\"; it must be a whole number",
                "gristmill: line 4: task is missing; give the task's full name",
                "gristmill: 2 jobs accepted, 3 lines refused",
                "",
            ],
            told[1..]);
    }

    [Fact]
    public async Task With_output_json_every_line_is_answered_with_an_object()
    {
        var (exit, output, errors) = await SubmitAsync(new FakeCluster(), $$"""
            {"id": "{{One}}", "task": "a"}
            7
            """, "-o", "json");

        Assert.Equal(2, exit);
        var told = output.Split('\n');
        Assert.Equal($$"""{"line":1,"id":"{{One}}"}""", told[0]);
        Assert.StartsWith("""{"line":2,"error":{"message":"the line is 7; it must be an object""", told[1],
            StringComparison.Ordinal);
        Assert.Equal("""{"accepted":1,"existing":0,"refused":1}""" + "\n", errors);
    }

    [Fact]
    public async Task What_a_line_does_not_give_is_taken_from_the_command_line()
    {
        var cluster = new FakeCluster();

        await SubmitAsync(cluster, """
            {"args": [1]}
            {"task": "b", "queue": "fast"}
            """, "a", "--queue", "slow", "--tag", "night");

        Assert.Equal([("a", "slow"), ("b", "fast")], cluster.Submitted.Select(request => (request.Task, request.Queue!)));
        Assert.All(cluster.Submitted, request => Assert.Equal(["night"], request.Tags));
        Assert.Equal(2, cluster.Submitted.DistinctBy(request => request.Id).Count());
    }

    [Theory]
    [InlineData("ARG is given with --file; each line gives its own", "task", "26")]
    [InlineData("--arg is given with --file; each line gives its own", "--arg", "n=26")]
    [InlineData("--id is given with --file; each line gives its own", "--id", One)]
    public async Task What_belongs_to_one_job_fits_no_file(string says, params string[] typed)
    {
        var cluster = new FakeCluster();

        Assert.Equal((2, "", $"gristmill: {says}\n"), await SubmitAsync(cluster, "", typed));

        Assert.Empty(cluster.Connected);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told_before_the_cluster_is_asked()
    {
        var cluster = new FakeCluster();

        var (exit, _, errors) = await TestConsole.RunAsync(cluster, "submit", "--file", "no/such.ndjson");

        Assert.Equal(2, exit);
        Assert.StartsWith("gristmill: --file 'no/such.ndjson' cannot be read: ", errors, StringComparison.Ordinal);
        Assert.Empty(cluster.Connected);
    }

    [Fact]
    public async Task A_folder_is_told_from_a_file() => Assert.Equal(
        (2, "", "gristmill: --file '/' is a folder; it names a file, or - for the input\n"),
        await TestConsole.RunAsync(new FakeCluster(), "submit", "--file", "/"));

    [Fact]
    public async Task No_more_lines_are_read_than_a_few_calls_hold()
    {
        const int Lines = 200_000;
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{}\n", Lines))));
        var (calls, mostCalls, mostLines, submitted) = (0, 0, 0L, 0L);
        var cluster = new FakeCluster { Hold = HoldAsync };
        using var console = new TestConsole(cluster) { Input = file };

        Assert.Equal(0, await console.RunAsync("submit", "a", "--file", "-"));

        Assert.Equal(Lines, cluster.Submitted.Count);
        Assert.InRange(mostCalls, 1, 4);
        Assert.InRange(mostLines, 1, Lines / 4);

        async Task HoldAsync(JobRequest[] requests)
        {
            mostCalls = Math.Max(mostCalls, Interlocked.Increment(ref calls));
            mostLines = Math.Max(mostLines, file.Position / 3 - submitted);
            submitted += requests.Length;
            await Task.Yield();
            Interlocked.Decrement(ref calls);
        }
    }

    [Fact]
    public async Task A_line_is_submitted_although_nothing_follows_it_yet()
    {
        var called = new TaskCompletionSource();
        var cluster = new FakeCluster
        {
            Hold = _ =>
            {
                called.TrySetResult();
                return Task.CompletedTask;
            },
        };
        var pipe = new Pipe();
        using var console = new TestConsole(cluster) { Input = pipe.Reader.AsStream() };
        var submit = console.RunAsync("submit", "--file", "-");

        await pipe.Writer.WriteAsync("{\"task\": \"a\"}\n"u8.ToArray(), TestContext.Current.CancellationToken);

        await called.Task;
        await pipe.Writer.CompleteAsync();
        Assert.Equal(0, await submit);
    }

    [Fact]
    public async Task Interrupted_it_reads_no_more_and_says_how_far_it_came()
    {
        var called = new TaskCompletionSource();
        var cluster = new FakeCluster
        {
            Hold = _ =>
            {
                called.TrySetResult();
                return Task.CompletedTask;
            },
        };
        var pipe = new Pipe();
        using var console = new TestConsole(cluster) { Input = pipe.Reader.AsStream() };
        var submit = console.RunAsync("submit", "--file", "-");
        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes($$"""{"id": "{{One}}", "task": "a"}{{"\n"}}"""),
            TestContext.Current.CancellationToken);
        await called.Task;

        console.Shell.Interrupts.Press();

        Assert.Equal((130, $"1 {One}\n"), (await submit, console.Output));
        Assert.Equal("gristmill: 1 job accepted, 0 lines refused\n", console.Errors);
    }

    [Fact]
    public async Task A_lost_connection_tells_from_which_line_on_nothing_is_known()
    {
        var cluster = new FakeCluster { Hold = _ => throw new InvalidDataException("a fault") };

        var (exit, output, errors) = await SubmitAsync(cluster, """{"task": "a"}""");

        Assert.Equal((70, ""), (exit, output));
        Assert.StartsWith("gristmill: line 1 and those behind it have not been answered, and may have been accepted; ", errors,
            StringComparison.Ordinal);
        Assert.Contains("gristmill: 0 jobs accepted, 0 lines refused\n", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_lines_are_answered_in_their_order_bad_ones_among_them()
    {
        var file = new StringBuilder();
        for (var i = 1; i <= 30_000; i++)
            file.Append(i % 7 == 0 ? "no\n" : "{}\n");

        var (exit, output, errors) = await SubmitAsync(new FakeCluster(), file.ToString(), "a");

        Assert.Equal(2, exit);
        var numbers = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture));
        Assert.Equal(Enumerable.Range(1, 30_000).Where(i => i % 7 != 0), numbers);
        Assert.EndsWith("gristmill: 25,715 jobs accepted, 4,285 lines refused\n", errors, StringComparison.Ordinal);
    }

    private static async Task<(int Exit, string Output, string Errors)> SubmitAsync(FakeCluster cluster, string file,
        params string[] typed)
    {
        using var console = new TestConsole(cluster) { Input = new MemoryStream(Encoding.UTF8.GetBytes(file)) };
        return (await console.RunAsync(["submit", .. typed, "--file", "-"]), console.Output, console.Errors);
    }
}
