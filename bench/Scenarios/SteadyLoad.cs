namespace Gristmill.Bench;

/// <summary>How long jobs take at half of the rate that the system can sustain: from when each falls due to its end.</summary>
internal static class SteadyLoad
{
    public static Scenario Scenario { get; } =
        new("steady", "from when a job falls due to its end, at half the rate of \"run\" as just measured", IsShared: true,
            MeasureAsync);

    private static async IAsyncEnumerable<Figure> MeasureAsync(JobSystem system, Scale scale)
    {
        await using var session = await system.StartAsync(1);
        var probe = scale.Jobs / 2;
        await scale.WarmUpAsync(() => session.RunAsync(scale.Jobs / 5));
        var rate = probe / await session.RunAsync(probe) / 2;
        var rounds = await scale.RepeatAsync(() => session.SteadyAsync(rate, scale.SteadySeconds));
        foreach (var figure in Latencies.Figures(Scenario.Name, system, "at half load", rounds,
            $"{rate:N0} jobs/s for {scale.SteadySeconds:0} s"))
            yield return figure;
    }
}
