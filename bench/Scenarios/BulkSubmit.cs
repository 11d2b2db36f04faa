namespace Gristmill.Bench;

/// <summary>Jobs accepted a second, when there are many to submit and nobody runs them.</summary>
internal static class BulkSubmit
{
    public static Scenario Scenario { get; } =
        new("bulk", "jobs accepted a second, submitted in bulk, nobody running them", IsShared: true, MeasureAsync);

    private static async IAsyncEnumerable<Figure> MeasureAsync(JobSystem system, Scale scale)
    {
        foreach (var jobs in Scenario.JobsOf(system, scale))
        {
            await using var session = await system.StartAsync(0);
            await scale.WarmUpAsync(() => session.SubmitAsync(scale.Jobs / 5));
            var figure = new Figure(Scenario.Name, system.Name, Throughput.Of("bulk submit", jobs, scale), "jobs/s", []);
            foreach (var measured in await Throughput.MeasureAsync(session, scale, jobs, session.SubmitAsync, figure))
                yield return measured;
        }
    }
}
