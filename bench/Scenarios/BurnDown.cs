namespace Gristmill.Bench;

/// <summary>Jobs ended a second, of a backlog that was there before the workers. From the first start to the last end.</summary>
internal static class BurnDown
{
    public static Scenario Scenario { get; } =
        new("burndown", "jobs ended a second, all submitted before the workers start", IsShared: true, MeasureAsync);

    private static async IAsyncEnumerable<Figure> MeasureAsync(JobSystem system, Scale scale)
    {
        foreach (var jobs in Scenario.JobsOf(system, scale))
        {
            await using var session = await system.StartAsync(0);
            var rounds = await scale.RepeatAsync(async () =>
            {
                await session.SubmitAsync(jobs);
                await session.StartWorkersAsync(1);
                var seconds = await session.DrainAsync(jobs);
                await session.StopWorkersAsync();
                return jobs / seconds;
            });
            yield return new Figure(Scenario.Name, system.Name, Throughput.Of("burn-down", jobs, scale), "jobs/s", rounds);
        }
    }
}
