using Gristmill.Plugins.Tests;

namespace Gristmill.Cluster;

/// <summary>Logs across processes.</summary>
public sealed class LogTests
{
    private const string Print = "gwexample.analyses.printer.print";

    [Fact]
    public async Task A_log_is_followed_live_from_other_processes_and_complete_when_the_job_has_ended()
    {
        await using var cluster = await TestCluster.StartAsync();
        var worker = await cluster.AddSiloAsync("worker");
        await cluster.AddSiloAsync("other", "--queues", "elsewhere");
        await cluster.ConnectAsync();
        // Several, so that the grains of some of them are on the silo that does not run them.
        var jobs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => cluster.Jobs.SubmitAsync(Print, 1_000_000, 0.02)));
        await using var console = ProgramRun.Start("ConsoleProgram", "logs", jobs[0].Id.ToString(), "-f", "--data", cluster.Data);

        await Task.WhenAll(jobs.Select(SeenGrowingAsync));
        await console.LineAsync(line => line.EndsWith("printed 20", StringComparison.Ordinal));
        foreach (var job in jobs)
            await job.CancelAsync();
        await Task.WhenAll(jobs.Select(job => job.WaitAsync(TestContext.Current.CancellationToken)));

        foreach (var job in jobs)
            await IsCompleteAsync(job);
        Assert.Equal(0, await console.ExitAsync());
        Assert.EndsWith("that was all", console.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("printed", worker.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("complained", worker.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_task_prints_is_not_mixed_with_what_the_console_prints_when_both_are_one_process()
    {
        await using var console = ProgramRun.Start("ConsoleProgram", "run", Print, "2", "--local");

        Assert.Equal(0, await console.ExitAsync());

        Assert.Equal("2", console.Output);
    }

    [Fact]
    public async Task What_is_printed_and_logged_outside_of_runs_at_the_same_time_does_not_stop_the_silo()
    {
        const int Lines = 20_000;
        using var folders = new PluginFolders();
        folders.Add("chatty", "1.0", $$"""
            public sealed class Tasks(Microsoft.Extensions.Logging.ILogger<Tasks> log)
            {
                [JobTask(Name = "chatty.task")] public void Chat()
                {
                    Thread[] threads = [Start(() => Console.WriteLine("printed")), Start(() => Microsoft.Extensions.Logging.LoggerExtensions.LogWarning(log, "logged"))];
                    foreach (var thread in threads)
                        thread.Join();
                }

                private static Thread Start(Action action)
                {
                    var thread = new Thread(() => { for (var i = 0; i < {{Lines}}; i++) action(); });
                    thread.UnsafeStart();
                    return thread;
                }
            }
            """);
        await using var cluster = await TestCluster.StartAsync();
        var silo = await cluster.AddSiloAsync("one", "--plugins", folders.Root);
        await cluster.ConnectAsync();

        await cluster.Jobs.RunAsync<int?>("chatty.task");

        var (printed, logged) = (0, 0);
        await silo.LineAsync(line =>
        {
            printed += line == "printed" ? 1 : 0;
            logged += line.EndsWith("logged", StringComparison.Ordinal) ? 1 : 0;
            return printed == Lines && logged == Lines;
        });
        silo.Signal(PosixSignals.Terminate);
        Assert.Equal(0, await silo.ExitAsync());
    }

    // New lines are there at three looks while the job runs.
    private static async Task SeenGrowingAsync(JobHandle job)
    {
        var (looks, last) = (0, 0L);
        await foreach (var view in job.WatchAsync(TestContext.Current.CancellationToken))
        {
            Assert.False(view.Status.IsTerminal());
            if (await job.LogAsync(last) is not [.., var latest])
                continue;
            last = latest.Sequence;
            if (++looks == 3)
                return;
        }
    }

    private static async Task IsCompleteAsync(JobHandle job)
    {
        var lines = new List<JobLogLine>();
        while (await job.LogAsync(lines.Count) is [_, ..] page)
            lines.AddRange(page);
        var times = lines.Count / 3;
        var expected = Enumerable.Range(1, times).SelectMany(time => new[]
        {
            ("Info", $"printed {time}"), ("Error", $"complained {time}"), ("Info", $"GWExample.Analyses.Printer: logged {time}"),
        }).Append(("Info", "that was all"));

        Assert.Equal(expected, lines.Select(line => (line.Level, line.Text)));
        Assert.Equal(Enumerable.Range(1, lines.Count).Select(place => (long)place), lines.Select(line => line.Sequence));
        Assert.Equal(lines.Select(line => line.Time).Order(), lines.Select(line => line.Time));
    }
}
