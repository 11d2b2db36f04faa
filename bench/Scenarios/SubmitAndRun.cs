namespace Gristmill.Bench;

/// <summary>Jobs submitted, run and their results received, a second, by one client process.</summary>
internal static class SubmitAndRun
{
    public static Scenario Scenario { get; } =
        new("run", "jobs submitted, run and answered a second, by one client process", IsShared: true, MeasureAsync);

    private static async IAsyncEnumerable<Figure> MeasureAsync(JobSystem system, Scale scale)
    {
        foreach (var jobs in Scenario.JobsOf(system, scale))
        {
            await using var session = await system.StartAsync(1);
            await scale.WarmUpAsync(() => session.RunAsync(scale.Jobs / 5));
            var figure =
                new Figure(Scenario.Name, system.Name, Throughput.Of("submit, run, result", jobs, scale), "jobs/s", [],
                Remark(system));
            foreach (var measured in await Throughput.MeasureAsync(session, scale, jobs, session.RunAsync, figure))
                yield return measured;
        }
    }

    private static string Remark(JobSystem system) =>
        system.Name.StartsWith("sidekiq", StringComparison.Ordinal) ? "has no results: until the last job has run" : "";
}
