namespace Gristmill.Bench;

/// <summary>
/// How long a job of the greatest priority takes while two tasks have backlogs, in its own queue and in another of the same silo.
/// </summary>
internal static class Urgent
{
    private const string Wait = "gwexample.analyses.tasks.wait";
    private const double LongJob = 0.02;

    // Of the short task's jobs an idle machine runs ten thousand or more in that time: their backlog outlasts the samples.
    private const int ShortJobs = 20;

    public static Scenario Scenario { get; } = new(
        "urgent", "a job of the greatest priority among backlogs of two tasks in two queues, from its submission to its end", IsShared: false, MeasureAsync);

    private static async IAsyncEnumerable<Figure> MeasureAsync(JobSystem system, Scale scale)
    {
        string[] queues = ["default", "other"];
        await using var cluster = await SiloProcesses.StartAsync("--queues", string.Join(',', queues));
        foreach (var queue in queues)
        {
            await cluster.Jobs.SubmitNoOpsAsync(scale.Jobs * ShortJobs, queue);
            await SubmitAsync(cluster.Jobs,
                Enumerable.Repeat(JobClient.Request(Wait, LongJob) with { Queue = queue }, scale.Jobs));
        }
        foreach (var task in new[] { SiloProcesses.NoOp, Wait })
        {
            object?[] arguments = task == Wait ? [LongJob] : [];
            var urgent = JobClient.Request(task, arguments) with { Priority = 9, Queue = "other" };
            var rounds = await scale.RepeatAsync(() =>
                Timing.SamplesAsync(scale.Samples / 10, () => EndAsync(cluster.Jobs, urgent)));
            var what = $"priority 9 among backlogs of two tasks and queues, {(task == Wait ? $"a job of {LongJob * 1_000:0} ms" : "a no-op")}";
            foreach (var figure in Latencies.Figures(Scenario.Name, system, what, rounds))
                yield return figure;
        }
    }

    private static async Task EndAsync(JobClient client, JobRequest request)
    {
        var job = await client.SubmitAsync(request with { Id = Guid.CreateVersion7(), Watched = true });
        await job.WaitAsync();
    }

    private static async Task SubmitAsync(JobClient client, IEnumerable<JobRequest> requests)
    {
        await foreach (var receipt in client.SubmitManyAsync(requests.Select(request =>
            request with { Id = Guid.CreateVersion7() }).ToAsyncEnumerable()))
            if (!receipt.Accepted)
                throw new BenchException(string.Join("; ", receipt.Problems));
    }
}
