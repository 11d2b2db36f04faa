namespace Gristmill.Bench;

/// <summary>What the scenarios do with a client of ours.</summary>
internal static class JobClientExtensions
{
    /// <summary>Submits no-op jobs as one stream.</summary>
    public static async Task SubmitNoOpsAsync(this JobClient client, int count, string queue = "default")
    {
        var requests = Enumerable.Range(0, count).Select(_ => JobClient.Request(SiloProcesses.NoOp) with { Queue = queue });
        await foreach (var receipt in client.SubmitManyAsync(requests.ToAsyncEnumerable()))
            if (!receipt.Accepted)
                throw new BenchException(string.Join("; ", receipt.Problems));
    }

    /// <summary>Submits no-op jobs and waits for their results, from so many callers.</summary>
    public static Task RunNoOpsAsync(this JobClient client, int count, int callers)
    {
        var left = count;
        return Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                await client.RunAsync<object>(SiloProcesses.NoOp);
        }));
    }

    /// <summary>Waits until the job runs.</summary>
    public static async Task<JobView> RunningAsync(this JobHandle job)
    {
        await foreach (var view in job.WatchAsync())
            if (view.Status is JobStatus.Running)
                return view;
        throw new BenchException($"job {job.Id} ended without running");
    }

    /// <summary>Waits until a silo has reported so many ended runs, and answers that report.</summary>
    public static async Task<SiloView> EndedAsync(this JobClient client, string silo, long count)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            if ((await client.SilosAsync()).FirstOrDefault(pool => pool.Silo == silo) is { } view && view.Finished >= count)
                return view;
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>From the first start to the last end among the newest jobs.</summary>
    public static async Task<TimeSpan> SpanAsync(this JobClient client, int newest)
    {
        var (first, last) = (DateTimeOffset.MaxValue, DateTimeOffset.MinValue);
        string? cursor = null;
        for (var left = newest; left > 0;)
        {
            var page = await client.ListAsync(new JobQuery { Limit = Math.Min(left, 1_000), Cursor = cursor });
            foreach (var job in page.Jobs)
            {
                first = job.Started < first ? job.Started.Value : first;
                last = job.Finished > last ? job.Finished.Value : last;
            }
            left -= page.Jobs.Length;
            cursor = page.Next;
        }
        return last - first;
    }
}
