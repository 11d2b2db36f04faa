using Gristmill.Plugins.Tests;

namespace Gristmill.Cluster;

/// <summary>What tasks may do to the process that they run in: whole silos and the console, with a plugin that does it.</summary>
public sealed class RunningTaskTests : IDisposable
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly PluginFolders _folders = new();

    public void Dispose() => _folders.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Tasks_that_block_on_their_own_work_succeed_on_any_number_of_slots(int slots)
    {
        await using var cluster = await StartAsync("""
            [JobTask(Name = "try.block")] public static int Block(string how) => how switch
            {
                "result" => Later().Result,
                "awaiter" => Later().GetAwaiter().GetResult(),
                "wait" => Waited(Later()),
                "nested" => Nested(4).Result,
                "factory" => Task.Factory.StartNew(() => Task.Factory.StartNew(() => Later().Result).Result).Result,
                "long" => Task.Factory.StartNew(() => Later().Result, TaskCreationOptions.LongRunning).Result,
                "parallel" => Counted(),
                "foreach" => Awaited(Parallel.ForEachAsync(Enumerable.Range(0, 8), async (i, _) => await Later())),
                "plinq" => Enumerable.Range(0, 8).AsParallel().Sum(_ => Later().Result) / 8,
                "timer" => Timed(),
                _ => throw new ArgumentException(how),
            };

            static async Task<int> Later() { await Task.Delay(10); return 1; }
            static async Task<int> Nested(int depth) { await Task.Yield(); return depth == 0 ? 1 : Nested(depth - 1).Result; }
            static int Waited(Task<int> task) { task.Wait(); Task.WaitAll(task, Later()); return task.Result; }
            static int Awaited(Task work) { work.Wait(); return 1; }
            static int Counted() { var n = 0; Parallel.For(0, 8, i => Interlocked.Add(ref n, Later().Result)); return n / 8; }
            static int Timed()
            {
                var rang = new TaskCompletionSource<int>();
                using var timer = new Timer(_ => rang.SetResult(1), null, 10, Timeout.Infinite);
                return rang.Task.ContinueWith(done => done.Result).Result;
            }
            """, "--concurrency", $"{slots}");
        string[] ways = ["result", "awaiter", "wait", "nested", "factory", "long", "parallel", "foreach", "plinq", "timer"];

        // Of each as many at once as there are slots, and then all at once.
        foreach (var way in ways)
            await SucceedAsync(Enumerable.Repeat(way, slots));
        await SucceedAsync(ways.Concat(ways));

        async Task SucceedAsync(IEnumerable<string> hows)
        {
            var jobs = await Task.WhenAll(hows.Select(how => cluster.Jobs.SubmitAsync("try.block", how)));
            var ended = await Task.WhenAll(jobs.Select(job => job.WaitAsync(Cancel)));
            Assert.All(ended, job => Assert.Equal((JobStatus.Success, "1", 1), (job.Status, job.Result, job.Attempt)));
        }
    }

    [Fact]
    public async Task A_silo_whose_thread_pool_is_full_of_a_tasks_work_still_answers_and_cancels_it()
    {
        await using var cluster = await StartAsync("""
            [JobTask(Name = "try.fill")] public static Task Fill(TaskContext task) =>
                Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Task.Run(() => { while (!task.IsCancellationRequested) { } })));
            """);
        var job = await cluster.Jobs.SubmitAsync("try.fill");
        await MainJobTests.RunningAsync(job);

        await job.CancelAsync();

        var ended = await job.WaitAsync(Cancel);
        Assert.Equal((JobStatus.Canceled, 1, 0), (ended.Status, ended.Attempt, ended.LostRuns));
    }

    [Fact]
    public async Task What_a_task_leaves_behind_and_throws_later_is_in_its_log_and_harms_nobody()
    {
        await using var cluster = await StartAsync("""
            static readonly TaskCompletionSource Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

            [JobTask(Name = "try.open")] public static void Open() => Gate.SetResult();

            [JobTask(Name = "try.leave")] public static void Leave(string how)
            {
                switch (how)
                {
                    case "thread": new Thread(() => Throw(how)).Start(); break;
                    case "timer": _ = new Timer(_ => Throw(how), null, 0, Timeout.Infinite); break;
                    case "async void": LaterAsync(how); break;
                    case "work item": ThreadPool.QueueUserWorkItem(_ => Throw(how)); break;
                    case "nobody's": new Thread(() => Throw(how)).UnsafeStart(); break;
                }
            }

            static void Throw(string how) { Gate.Task.Wait(); throw new InvalidOperationException($"a {how} threw"); }
            static async void LaterAsync(string how) { await Gate.Task; throw new InvalidOperationException($"a {how} threw"); }
            """);
        string[] ways = ["thread", "timer", "async void", "work item", "nobody's"];
        var jobs = new Dictionary<string, JobHandle>();
        foreach (var way in ways)
            jobs[way] = await cluster.Jobs.SubmitAsync("try.leave", way);
        foreach (var job in jobs.Values)
            Assert.Equal(JobStatus.Success, (await job.WaitAsync(Cancel)).Status);

        await cluster.Jobs.RunAsync<object>("try.open");

        var silo = cluster.Silo("one");
        foreach (var way in ways.Except(["nobody's"]))
        {
            await silo.LineAsync(line =>
                Says(line, "Plugin try/1.0 threw", $"job {jobs[way].Id}", $"System.InvalidOperationException: a {way} threw"));
            var log = await LogAsync(jobs[way], text => text == $"System.InvalidOperationException: a {way} threw");
            Assert.Contains(log, line => line.Level == "Error" && line.Text.Contains("at Tasks.", StringComparison.Ordinal));
        }
        await silo.LineAsync(line => Says(line, "Plugin try/1.0 threw", "of no job that is known", "a nobody's threw"));
        Assert.Equal((0, "121393", ""), await cluster.ConsoleAsync("run", "gwexample.analyses.tasks.fibonacci", "26"));
        Assert.False(silo.HasExited);
    }

    [Fact]
    public async Task An_exception_that_holds_a_hundred_thousand_others_is_one_failed_job()
    {
        await using var cluster = await StartAsync("""
            [JobTask(Name = "try.deep")] public static void Deep(bool aggregate)
            {
                Exception thrown = new TimeoutException("the cause");
                for (var i = 0; i < 100_000; i++)
                    thrown = aggregate ? new AggregateException(thrown) : new InvalidOperationException($"level {i}", thrown);
                throw thrown;
            }
            """);

        foreach (var aggregate in new[] { false, true })
        {
            var job = await (await cluster.Jobs.SubmitAsync("try.deep", aggregate)).WaitAsync(Cancel);

            Assert.Equal((JobStatus.Error, 1, 0), (job.Status, job.Attempt, job.LostRuns));
            Assert.Contains("System.TimeoutException: the cause", job.Error!.Detail, StringComparison.Ordinal);
        }
        Assert.False(cluster.Silo("one").HasExited);
    }

    [Fact]
    public async Task Threads_that_tasks_leave_behind_keep_neither_a_silo_nor_a_console_from_ending_and_are_named()
    {
        const string Named = "thread 'pump' of task try.leave, job ";
        await using var cluster = await StartAsync("""
            [JobTask(Name = "try.leave")] public static int Leave()
            {
                new Thread(() => Thread.Sleep(Timeout.Infinite)) { Name = "pump" }.Start();
                new Thread(() => Thread.Sleep(Timeout.Infinite)).UnsafeStart(); // Not known to be this task's.
                return 1;
            }
            """);
        var silo = cluster.Silo("one");
        Assert.Equal(1, await cluster.Jobs.RunAsync<int>("try.leave"));

        silo.Signal(PosixSignals.Terminate);

        Assert.Equal(0, await silo.ExitAsync());
        Assert.Contains(Named, silo.Output, StringComparison.Ordinal);

        Assert.Equal(0, (await cluster.ConsoleProgramAsync("plugins", "add", Path.Combine(_folders.Root, "try", "1.0"))).Exit);
        var (exit, output, errors) = await cluster.ConsoleProgramAsync("run", "try.leave", "--local");
        Assert.Equal((0, "1"), (exit, output));
        Assert.Contains(Named, errors, StringComparison.Ordinal);
    }

    // A silo with a plugin of these tasks.
    private async Task<TestCluster> StartAsync(string tasks, params string[] flags)
    {
        _folders.Add("try", "1.0", $$"""
            using System.Linq;
            [assembly: WorkerPlugin("try", typeof(Plugin))]
            public sealed class Plugin : IWorkerPlugin { public IEnumerable<Type> TaskImports() => [typeof(Tasks)]; }
            public static class Tasks
            {
            {{tasks}}
            }
            """);
        var cluster = await TestCluster.StartAsync();
        await cluster.AddSiloAsync("one", ["--plugins", _folders.Root, .. flags]);
        await cluster.ConnectAsync();
        return cluster;
    }

    private static bool Says(string line, params string[] parts) =>
        Array.TrueForAll(parts, part => line.Contains(part, StringComparison.Ordinal));

    // A line that comes after the job's end is told to nobody.
    private static async Task<JobLogLine[]> LogAsync(JobHandle job, Predicate<string> wanted)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            var log = await job.LogAsync(0, 1_000);
            if (Array.Exists(log, line => wanted(line.Text)))
                return log;
            await timer.WaitForNextTickAsync(Cancel);
        }
    }
}
