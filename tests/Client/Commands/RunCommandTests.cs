using System.Text.Json;
using Gristmill.Client.Tests.Fakes;

namespace Gristmill.Client.Tests.Commands;

public sealed class RunCommandTests
{
    [Fact]
    public async Task The_result_is_alone_on_the_output()
    {
        var cluster = new FakeCluster();

        var run = await TestConsole.RunAsync(cluster, "run", Samples.Fibonacci, "26");

        Assert.Equal((0, "121393\n", ""), run);
        var request = Assert.Single(cluster.Submitted);
        Assert.Equal((Samples.Fibonacci, "[26]", true), (request.Task, request.Arguments, request.Watched));
    }

    [Theory]
    [InlineData("\"text\"")]
    [InlineData("{\"a\":[1,2.50]}")]
    [InlineData("null")]
    public async Task A_result_is_the_JSON_it_is(string result)
    {
        var cluster = new FakeCluster { Accept = request => new FakeJob(Samples.Job(request.Id) with { Result = result }) };

        var run = await TestConsole.RunAsync(cluster, "run", "task");

        Assert.Equal((0, result + "\n", ""), run);
    }

    [Fact]
    public async Task The_log_goes_beside_the_output_and_quiet_leaves_it_out()
    {
        var cluster = new FakeCluster { Accept = Logging };

        var run = await TestConsole.RunAsync(cluster, "run", "task");
        var quiet = await TestConsole.RunAsync(cluster, "run", "task", "--quiet");

        Assert.Equal((0, "7\n", "14:05:09.223  info        one\n14:05:09.224  info        two\n"), run);
        Assert.Equal((0, "7\n", ""), quiet);

        static FakeJob Logging(JobRequest request)
        {
            var job = new FakeJob(Samples.Running(request.Id));
            job.Become(view => view, "one");
            job.Become(view => view with { Status = JobStatus.Success, Result = "7" }, "two");
            return job;
        }
    }

    [Fact]
    public async Task A_run_that_is_given_back_shows_why_the_log_begins_again()
    {
        var cluster = new FakeCluster
        {
            Accept = request => new FakeJob(Samples.Job(request.Id) with
            {
                History =
                [
                    Samples.Event(JobStatus.Queued, 0), Samples.Event(JobStatus.Running, 1),
                    Samples.Event(JobStatus.Queued, 1, "LostWorker"),
                    Samples.Event(JobStatus.Running, 2), Samples.Event(JobStatus.Success, 2),
                ],
            }),
        };

        var run = await TestConsole.RunAsync(cluster, "run", "task");

        Assert.Equal((0, "121393\n", "14:05:09.123  Queued      run 1 on silo-a  LostWorker\n"), run);
    }

    [Fact]
    public async Task An_error_is_told_in_a_line_and_by_the_exit_code()
    {
        var cluster = new FakeCluster { Accept = request => new FakeJob(Samples.Failed(request.Id)) };

        var (exit, output, errors) = await TestConsole.RunAsync(cluster, "run", "task");

        var id = Assert.Single(cluster.Submitted).Id;
        Assert.Equal((1, "", $"gristmill: Job {id} failed: System.InvalidOperationException: no such number\n"),
            (exit, output, errors));
    }

    [Fact]
    public async Task With_output_json_the_job_is_on_the_output_however_it_ends()
    {
        var cluster = new FakeCluster { Accept = request => new FakeJob(Samples.Failed(request.Id)) };

        var (exit, output, errors) = await TestConsole.RunAsync(cluster, "run", "task", "26", "--output", "json");

        Assert.Equal((1, ""), (exit, errors));
        var job = JsonDocument.Parse(output).RootElement;
        Assert.Equal("Error", job.GetProperty("status").GetString());
        Assert.Equal("no such number", job.GetProperty("error").GetProperty("message").GetString());
        Assert.Equal(3, job.GetProperty("history").GetArrayLength());
    }

    [Fact]
    public async Task Options_go_with_the_job()
    {
        var cluster = new FakeCluster();

        await TestConsole.RunAsync(
            cluster, "run", "task", "--arg", "n=26", "-a", "text=x", "--queue", "slow", "--priority", "9", "--title", "A title", "--time-limit", "30s");

        var request = Assert.Single(cluster.Submitted);
        Assert.Equal("""{"n":26,"text":"x"}""", request.Arguments);
        Assert.Equal(("slow", 9, "A title", TimeSpan.FromSeconds(30)),
            (request.Queue, request.Priority, request.Title, request.TimeLimit));
    }

    [Fact]
    public async Task Positional_and_named_arguments_are_put_together_by_the_tasks_parameters()
    {
        var cluster =
            new FakeCluster { Tasks = [Samples.Task("chatty", Samples.Parameter("lines"), Samples.Parameter("pause"))] };

        await TestConsole.RunAsync(cluster, "run", "chatty", "3", "--arg", "pause=0.5");

        Assert.Equal("""{"lines":3,"pause":0.5}""", Assert.Single(cluster.Submitted).Arguments);
    }

    [Fact]
    public async Task For_an_unknown_task_they_cannot_and_the_closest_is_suggested()
    {
        var cluster = new FakeCluster { Tasks = [Samples.Task()] };

        var (exit, _, errors) = await TestConsole.RunAsync(cluster, "run", "fib", "3", "--arg", "pause=0.5");

        Assert.Equal((2, $"gristmill: unknown task 'fib'; did you mean '{Samples.Fibonacci}'?\n"), (exit, errors));
        Assert.Empty(cluster.Submitted);
    }

    [Fact]
    public async Task Every_problem_of_a_refused_job_is_a_line()
    {
        var cluster = new FakeCluster { Problems = ["missing argument 'n'", "unknown argument 'm'"] };

        var run = await TestConsole.RunAsync(cluster, "run", "task", "-a", "m=1");

        Assert.Equal((2, "", "gristmill: missing argument 'n'\ngristmill: unknown argument 'm'\n"), run);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("/some/folder")]
    public async Task Local_starts_a_silo_and_stops_it_at_the_end(string? data)
    {
        var cluster = new FakeCluster();

        var run = await TestConsole.RunAsync(cluster, data is null ? ["run", "task", "--local"]
            : ["run", "task", "--local", "--data", data]);

        Assert.Equal((0, "121393\n", ""), run);
        Assert.Empty(cluster.Connected);
        Assert.Equal((data, 1), (Assert.Single(cluster.Started), cluster.Left));
    }
}
