using System.Diagnostics;

namespace Gristmill.Bench;

/// <summary>What is measured. Every job is on disk (fsync) when its submission is answered, and so is every outcome.</summary>
internal static class Scenarios
{
    private const string NoOp = "gwexample.analyses.tasks.noop";
    private const string Busy = "gwexample.analyses.tasks.busy";
    private const string Nobody = "nobody";

    public static readonly IReadOnlyDictionary<string, Func<Scale, IAsyncEnumerable<Figure>>> All =
        new Dictionary<string, Func<Scale, IAsyncEnumerable<Figure>>>
        {
            ["bulk"] = BulkAsync,
            ["burndown"] = BurnDownAsync,
            ["stream"] = StreamAsync,
            ["single"] = SingleAsync,
            ["cancel"] = CancelAsync,
            ["busy"] = BusyAsync,
            ["start"] = StartAsync,
            ["recover"] = RecoverAsync,
        };

    /// <summary>Jobs accepted a second, submitted in batches to a queue that nobody serves.</summary>
    private static async IAsyncEnumerable<Figure> BulkAsync(Scale scale)
    {
        await using var cluster = await BenchCluster.StartAsync();
        await SubmitAsync(cluster, scale.Jobs / 10, Nobody);
        var rounds = await scale.RoundsAsync(async () => scale.Jobs / (await TimeAsync(() => SubmitAsync(cluster, scale.Jobs, Nobody))).TotalSeconds);
        yield return new Figure("bulk submit", "jobs/s", rounds, $"{scale.Jobs:N0} jobs in calls of {Limits.BatchJobs:N0}");
    }

    /// <summary>Jobs ended a second, of a backlog that was there before the silo that serves it. From the first start to the last end.</summary>
    private static async IAsyncEnumerable<Figure> BurnDownAsync(Scale scale)
    {
        var rounds = await scale.RoundsAsync(async () =>
        {
            await using var cluster = await BenchCluster.StartAsync("--queues", "other");
            await SubmitAsync(cluster, scale.Jobs, "default");
            await cluster.AddSiloAsync("two", "--queues", "default");
            await EndedAsync(cluster, "two", scale.Jobs);
            var (first, last) = await SpanAsync(cluster);
            return scale.Jobs / (last - first).TotalSeconds;
        });
        yield return new Figure("burn-down", "jobs/s", rounds, $"{scale.Jobs:N0} no-op jobs submitted before");
    }

    /// <summary>Jobs submitted, run and their results received, a second, by many callers of one client process.</summary>
    private static async IAsyncEnumerable<Figure> StreamAsync(Scale scale)
    {
        const int callers = 1_000;
        await using var cluster = await BenchCluster.StartAsync();
        await RunAsync(cluster, scale.Jobs / 4, callers);
        var before = cluster.ProcessorTime();
        var rounds = await scale.RoundsAsync(async () => scale.Jobs / (await TimeAsync(() => RunAsync(cluster, scale.Jobs, callers))).TotalSeconds);
        var after = cluster.ProcessorTime();
        var jobs = (double)scale.Jobs * scale.Rounds;
        yield return new Figure("submit, run, result", "jobs/s", rounds, $"{callers:N0} callers in one client process");
        yield return new Figure("… processor time of the silo", "µs/job", [(after.Silos - before.Silos).TotalMicroseconds / jobs]);
        yield return new Figure("… processor time of the client", "µs/job", [(after.Client - before.Client).TotalMicroseconds / jobs]);
    }

    /// <summary>From submission to result, one job after the other.</summary>
    private static async IAsyncEnumerable<Figure> SingleAsync(Scale scale)
    {
        await using var cluster = await BenchCluster.StartAsync();
        await SampleAsync(scale.Samples, () => cluster.Jobs.RunAsync<object>(NoOp));
        var samples = await SampleAsync(scale.Samples, () => cluster.Jobs.RunAsync<object>(NoOp));
        yield return Percentile("one at a time", samples, 0.5);
        yield return Percentile("one at a time", samples, 0.99);
    }

    /// <summary>From the call to the end of a task that loops until it is canceled and looks every 50 ms at the latest.</summary>
    private static async IAsyncEnumerable<Figure> CancelAsync(Scale scale)
    {
        await using var cluster = await BenchCluster.StartAsync();
        var samples = new List<double>();
        for (var i = 0; i < scale.Samples / 10; i++)
        {
            var job = await cluster.Jobs.SubmitAsync(new JobRequest
            {
                Id = Guid.CreateVersion7(),
                Task = "gwexample.analyses.tasks.untilcanceled",
                Watched = true,
            });
            await RunningAsync(job);
            var time = await TimeAsync(async () =>
            {
                await job.CancelAsync();
                await job.WaitAsync();
            });
            samples.Add(time.TotalMilliseconds);
        }
        yield return Percentile("cancel → task ended", samples, 0.5);
        yield return Percentile("cancel → task ended", samples, 0.99);
    }

    /// <summary>How long a status and a cancellation take while every slot burns processor time.</summary>
    private static async IAsyncEnumerable<Figure> BusyAsync(Scale scale)
    {
        await using var cluster = await BenchCluster.StartAsync();
        var jobs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => cluster.Jobs.SubmitAsync(Busy, 3_600)));
        await Task.WhenAll(jobs.Select(RunningAsync));
        await SampleAsync(scale.Samples / 10, () => jobs[0].GetAsync());
        var statuses = await SampleAsync(scale.Samples / 10, () => jobs[0].GetAsync());
        var cancels = new List<double>();
        for (var i = 0; i < scale.Samples / 50; i++)
        {
            var job = await cluster.Jobs.SubmitAsync(Busy, 3_600);
            cancels.Add((await TimeAsync(() => job.CancelAsync())).TotalMilliseconds);
        }
        yield return Percentile("status, slots burning CPU", statuses, 0.5);
        yield return Percentile("status, slots burning CPU", statuses, 0.99);
        yield return Percentile("cancel, slots burning CPU", cancels, 0.5);
        yield return Percentile("cancel, slots burning CPU", cancels, 0.99);
    }

    /// <summary>From the start of the process to the line that says ready.</summary>
    private static async IAsyncEnumerable<Figure> StartAsync(Scale scale)
    {
        var memory = 0.0;
        var rounds = await scale.RoundsAsync(async () =>
        {
            await using var cluster = await BenchCluster.StartAsync();
            var time = await cluster.AddSiloAsync("two");
            memory = cluster.SiloMemory() / 2;
            return time.TotalSeconds;
        });
        yield return new Figure("silo start → ready", "s", rounds);
        yield return new Figure("silo memory at rest", "MB", [memory]);
    }

    /// <summary>From SIGKILL of one of two silos to its job running on the other.</summary>
    private static async IAsyncEnumerable<Figure> RecoverAsync(Scale scale)
    {
        var rounds = await scale.RoundsAsync(async () =>
        {
            await using var cluster = await BenchCluster.StartAsync();
            await cluster.AddSiloAsync("two");
            var job = await cluster.Jobs.SubmitAsync("gwexample.analyses.tasks.wait", 3_600);
            var first = await RunningAsync(job);
            return (await TimeAsync(async () =>
            {
                cluster.Kill(first.Silo!);
                await foreach (var view in job.WatchAsync())
                    if (view.Status is JobStatus.Running && view.Attempt > first.Attempt)
                        return;
            })).TotalSeconds;
        });
        yield return new Figure("kill -9 → its job runs again", "s", rounds);
    }

    private static async Task SubmitAsync(BenchCluster cluster, int count, string queue)
    {
        var requests = Enumerable.Range(0, count).Select(_ => new JobRequest { Id = Guid.CreateVersion7(), Task = NoOp, Queue = queue });
        await Parallel.ForEachAsync(requests.Chunk(Limits.BatchJobs), new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (batch, _) => await cluster.Jobs.SubmitManyAsync(batch));
    }

    private static Task RunAsync(BenchCluster cluster, int count, int callers)
    {
        var left = count;
        return Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                await cluster.Jobs.RunAsync<object>(NoOp);
        }));
    }

    private static async Task<JobView> RunningAsync(JobHandle job)
    {
        await foreach (var view in job.WatchAsync())
            if (view.Status is JobStatus.Running)
                return view;
        throw new InvalidOperationException($"job {job.Id} ended without running");
    }

    private static async Task EndedAsync(BenchCluster cluster, string silo, int count)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while ((await cluster.Jobs.SilosAsync()).Where(pool => pool.Silo == silo).Sum(pool => pool.Finished) < count)
            await timer.WaitForNextTickAsync();
    }

    private static async Task<(DateTimeOffset First, DateTimeOffset Last)> SpanAsync(BenchCluster cluster)
    {
        var (first, last) = (DateTimeOffset.MaxValue, DateTimeOffset.MinValue);
        for (string? cursor = null; ;)
        {
            var page = await cluster.Jobs.ListAsync(new JobQuery { Limit = 1_000, Cursor = cursor });
            foreach (var job in page.Jobs)
            {
                first = job.Started < first ? job.Started.Value : first;
                last = job.Finished > last ? job.Finished.Value : last;
            }
            if ((cursor = page.Next) is null)
                return (first, last);
        }
    }

    private static async Task<List<double>> SampleAsync(int count, Func<Task> action)
    {
        var samples = new List<double>(count);
        for (var i = 0; i < count; i++)
            samples.Add((await TimeAsync(action)).TotalMilliseconds);
        return samples;
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> action)
    {
        var since = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(since);
    }

    private static Figure Percentile(string scenario, List<double> samples, double part) =>
        new($"{scenario}, p{part * 100:0}", "ms", [Figure.Percentile(samples, part)], $"{samples.Count:N0} samples");
}

/// <summary>How much is measured.</summary>
internal sealed record Scale(int Jobs, int Samples, int Rounds)
{
    public async Task<IReadOnlyList<double>> RoundsAsync(Func<Task<double>> round)
    {
        var figures = new List<double>();
        for (var i = 0; i < Rounds; i++)
            figures.Add(await round());
        return figures;
    }
}
