using System.Text.Json;
using Gristmill.Client.Tests.Fakes;

namespace Gristmill.Client.Tests.Commands;

public sealed class StatusCommandTests
{
    [Fact]
    public async Task It_shows_every_field_and_the_history_as_a_timeline()
    {
        var cluster = new FakeCluster();
        cluster.Add(Samples.Job() with { Progress = new JobProgress(3, 10, "converting"), LostRuns = 1, Notice = "A remark." });

        var (exit, output, errors) = await TestConsole.RunAsync(cluster, "status", $"{Samples.Id}");

        Assert.Equal((0, ""), (exit, errors));
        Assert.Equal(
            """
            id          01980c3e-8f5a-7c41-9d3b-5e2f7a6b1c0d
            task        gwexample.analyses.tasks.fibonacci
            title       Fibonacci
            status      Success
            notice      A remark.
            arguments   [26]
            result      121393
            progress    3/10 converting
            queue       default
            priority    5
            time limit  5 min
            attempt     1
            lost runs   1 (runs lost with their silo)
            silo        silo-a
            created     2026-03-01 14:05:09.123Z
            started     2026-03-01 14:05:09.125Z
            finished    2026-03-01 14:05:09.153Z

            14:05:09.123  Queued   +0 ms
            14:05:09.125  Running  +2 ms   run 1 on silo-a
            14:05:09.153  Success  +28 ms  run 1 on silo-a

            """,
            output);
    }

    [Fact]
    public async Task It_shows_why_a_job_failed()
    {
        var cluster = new FakeCluster();
        cluster.Add(Samples.Failed());

        var (exit, output, _) = await TestConsole.RunAsync(cluster, "status", $"{Samples.Id}");

        Assert.Equal(0, exit);
        Assert.Contains("error       System.InvalidOperationException: no such number\n", output, StringComparison.Ordinal);
        Assert.Contains("     at Tasks.Fibonacci()\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_shows_why_every_attempt_failed_and_the_stacks_to_those_who_ask()
    {
        var cluster = new FakeCluster();
        var job = Samples.Failed();
        var first = new JobError("System.TimeoutException", "too slow", "System.TimeoutException: too slow\n   at Tasks.First()");
        cluster.Add(job with
        {
            Failures = 2,
            MaxAttempts = 2,
            Attempt = 2,
            History = [Samples.Event(JobStatus.Queued, 1, "Retry") with { Error = first },
                Samples.Event(JobStatus.Error, 2, job.Error!.Type) with { Error = job.Error }],
        });

        var (_, brief, _) = await TestConsole.RunAsync(cluster, "status", $"{Samples.Id}");
        var (_, verbose, _) = await TestConsole.RunAsync(cluster, "status", $"{Samples.Id}", "--verbose");

        Assert.Contains("failures    2 of 2\n", brief, StringComparison.Ordinal);
        Assert.EndsWith(
            """
            14:05:09.123  Queued  +0 ms   run 1 on silo-a  Retry  System.TimeoutException: too slow
            14:05:09.153  Error   +30 ms  run 2 on silo-a  System.InvalidOperationException: no such number

            """, brief, StringComparison.Ordinal);
        Assert.Equal(
            $"""
            {brief}
            run 1 on silo-a  System.TimeoutException: too slow
              System.TimeoutException: too slow
                 at Tasks.First()

            """, verbose);
    }

    [Fact]
    public async Task It_counts_the_changes_that_a_history_of_many_runs_leaves_out()
    {
        var cluster = new FakeCluster();
        cluster.Add(Samples.Failed() with
        {
            History = [Samples.Event(JobStatus.Queued, 0), Samples.Event(JobStatus.Error, 300, "Type") with { LeftOut = 551 }],
        });

        var (_, output, _) = await TestConsole.RunAsync(cluster, "status", $"{Samples.Id}");
        var (_, json, _) = await TestConsole.RunAsync(cluster, "status", $"{Samples.Id}", "-o", "json");

        Assert.Contains("…             551 more\n", output, StringComparison.Ordinal);
        Assert.Contains("\"leftOut\":551", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_shows_what_a_waiting_job_waits_for_and_its_children()
    {
        var cluster = new FakeCluster();
        cluster.Add(Samples.Job() with
        {
            Status = JobStatus.Queued,
            WakeAt = Samples.Start.AddMinutes(1),
            ExpiresAt = Samples.Start.AddHours(1),
            Children = [new(JobStatus.Queued, 3), new(JobStatus.Success, 40)],
            Meta = """{"a": 1}""",
        });

        var (_, output, _) = await TestConsole.RunAsync(cluster, "status", $"{Samples.Id}");
        var (_, json, _) = await TestConsole.RunAsync(cluster, "status", $"{Samples.Id}", "-o", "json");

        Assert.Contains("children    3 Queued, 40 Success\n", output, StringComparison.Ordinal);
        Assert.Contains("wakes       2026-03-01 14:06:09.123Z\n", output, StringComparison.Ordinal);
        Assert.Contains("expires     2026-03-01 15:05:09.123Z\n", output, StringComparison.Ordinal);
        Assert.Contains("\"meta\":{\"a\":1}", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_shows_the_key_that_a_job_has_and_the_limits_that_it_keeps_to_or_waits_for()
    {
        var cluster = new FakeCluster();
        var waiting = cluster.Add(Samples.Job() with
        {
            Status = JobStatus.Queued,
            Unique = new UniqueRule { Key = "report 7", Policy = UniquePolicy.ReplaceQueued },
            HoldsKey = true,
            Limits = [new() { Key = "task:a", MaxConcurrent = 2 },
                new() { Key = "key:b", MaxConcurrent = 1, MaxStarts = 5, Period = TimeSpan.FromMinutes(1) }],
            WaitsFor = "key:b",
        });
        var running = cluster.Add(waiting.View with { Id = Guid.CreateVersion7(), Status = JobStatus.Running, WaitsFor = null });
        var ended = cluster.Add(running.View with { Id = Guid.CreateVersion7(), Status = JobStatus.Error, HoldsKey = false });

        Assert.Contains(
            """
            unique      report 7 (replace), held while Queued, Running
            limit       task:a: 2 at once
            limit       key:b: 1 at once, 5 starts in 1 min; the job waits for room

            """, await StatusAsync(waiting), StringComparison.Ordinal);
        Assert.Contains("limit       task:a: 2 at once; the job has a place\n", await StatusAsync(running),
            StringComparison.Ordinal);
        Assert.Contains("unique      report 7 (replace), held while Queued, Running; not held now\n", await StatusAsync(ended),
            StringComparison.Ordinal);
        Assert.Contains(
            "\"unique\":{\"key\":\"report 7\",\"policy\":\"ReplaceQueued\",\"states\":[\"Queued\",\"Running\"]},\"holdsKey\":true,\"limits\":[{\"key\":\"task:a\",",
            await StatusAsync(waiting, "-o", "json"), StringComparison.Ordinal);

        async Task<string> StatusAsync(FakeJob job, params string[] options) =>
            (await TestConsole.RunAsync(cluster, ["status", $"{job.View.Id}", .. options])).Output;
    }

    [Fact]
    public async Task With_output_json_it_is_one_line_with_arguments_and_result_as_JSON()
    {
        var cluster = new FakeCluster();
        cluster.Add(Samples.Job() with
        {
            Arguments = "{ \"text\":\n \"Grüße\" }",
            Result = "[1.50]",
            Progress = new JobProgress(3, 10, null)
        });

        var (exit, output, errors) = await TestConsole.RunAsync(cluster, "status", $"{Samples.Id}", "-o", "json");

        Assert.Equal((0, ""), (exit, errors));
        Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("\"arguments\":{\"text\":\"Grüße\"},\"result\":[1.50],\"error\":null,", output, StringComparison.Ordinal);
        var job = JsonDocument.Parse(output).RootElement;
        Assert.Equal(
            ["id", "status", "task", "title", "queue", "priority", "arguments", "result", "error", "attempt", "lostRuns", "silo",
                "cancelReason", "created",
             "started", "finished", "progress", "history", "version", "timeLimit", "notice",
             "type", "user", "public", "meta", "tags", "parent", "root", "failures", "maxAttempts", "wakeAt", "expiresAt",
             "children",
             "unique", "holdsKey", "limits", "waitsFor", "resultExpired", "resultTransforms",
             "notBefore", "hardTimeLimit", "retry", "maxLostRuns", "redeliver"],
            job.EnumerateObject().Select(field => field.Name));
        Assert.Equal("Success", job.GetProperty("status").GetString());
        Assert.Equal(3, job.GetProperty("progress").GetProperty("current").GetInt32());
        Assert.Equal("Running", job.GetProperty("history")[1].GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_long_result_is_shortened_for_people_alone()
    {
        var cluster = new FakeCluster();
        cluster.Add(Samples.Job() with { Result = $"\"{new string('x', 5_000)}\"" });

        Assert.Contains("xxx... (5,002 characters; --output json shows all)",
            (await TestConsole.RunAsync(cluster, "status", $"{Samples.Id}")).Output, StringComparison.Ordinal);
        Assert.Contains(new string('x', 5_000),
            (await TestConsole.RunAsync(cluster, "status", $"{Samples.Id}", "-o", "json")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_title_moves_no_cursor()
    {
        var cluster = new FakeCluster();
        cluster.Add(Samples.Job() with { Title = "a\e[2Jb\nc" });

        var (_, output, _) = await TestConsole.RunAsync(cluster, "status", $"{Samples.Id}");

        Assert.Contains("title       a\\x1b[2Jb\\x0ac\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_job_is_refused()
    {
        var (exit, output, errors) = await TestConsole.RunAsync(new FakeCluster(), "status", $"{Samples.Id}");

        Assert.Equal((2, ""), (exit, output));
        Assert.Equal($"gristmill: There is no job {Samples.Id}. `gristmill list` shows the jobs there are.\n", errors);
    }
}
