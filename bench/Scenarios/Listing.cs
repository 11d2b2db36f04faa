namespace Gristmill.Bench;

/// <summary>
/// How long a page of a listing takes, over very many jobs that have ended, wherever the page is and whatever is asked for.
/// </summary>
internal static class Listing
{
    private const string Needle = "the needle";

    public static Scenario Scenario { get; } =
        new("listing", "a page of a listing over very many ended jobs; one job found by a text", IsShared: false, MeasureAsync);

    private static async IAsyncEnumerable<Figure> MeasureAsync(JobSystem system, Scale scale)
    {
        await using (var cluster = await SiloProcesses.StartAsync())
        {
            await cluster.Jobs.SubmitNoOpsAsync(scale.Backlog);
            await cluster.Jobs.EndedAsync("one", scale.Backlog);
            var behind = (await cluster.Jobs.ListAsync(new JobQuery { OldestFirst = true, Limit = 51 })).Next;
            foreach (var (what, query) in new[]
            {
                ("the first page", new JobQuery()),
                ("the last page", new JobQuery { Cursor = behind }),
                ("the first page of one task and status",
                    new JobQuery { Statuses = [JobStatus.Success], Task = SiloProcesses.NoOp }),
                ("the first page of those that failed", new JobQuery { Statuses = [JobStatus.Error] }),
            })
                foreach (var figure in await SamplesAsync(cluster, $"{what} of {scale.Backlog:N0} ended jobs", query,
                    scale.Samples / 5))
                    yield return figure;
            // The dearest there is: nothing fits, so that every job is looked at.
            foreach (var (what, query) in new[] { ("a text", new JobQuery { Text = Needle }),
                ("a time", new JobQuery { Since = TimeProvider.System.GetUtcNow() }) })
                foreach (var figure in await SamplesAsync(cluster, $"{what} that none of {scale.Backlog:N0} ended jobs has",
                    query, 2))
                    yield return figure;
        }
        await using (var cluster = await SiloProcesses.StartAsync("--queues", "none"))
        {
            await cluster.Jobs.SubmitAsync(JobClient.Request(SiloProcesses.NoOp) with { Title = Needle });
            await cluster.Jobs.SubmitNoOpsAsync(scale.Stored);
            foreach (var figure in await SamplesAsync(cluster, $"a text that one of {scale.Stored:N0} jobs has, the oldest",
                new JobQuery { Text = Needle }, 10))
                yield return figure;
        }

        async Task<IEnumerable<Figure>> SamplesAsync(SiloProcesses cluster, string what, JobQuery query, int count)
        {
            await cluster.Jobs.ListAsync(query);
            var rounds = await scale.RepeatAsync(() => Timing.SamplesAsync(count, () => cluster.Jobs.ListAsync(query)));
            return Latencies.Figures(Scenario.Name, system, what, rounds);
        }
    }
}
