namespace Gristmill.Bench;

/// <summary>From submission to result, one job after the other.</summary>
internal static class OneAtATime
{
    public static Scenario Scenario { get; } =
        new("single", "from submission to result, one job after the other", IsShared: true, MeasureAsync);

    private static async IAsyncEnumerable<Figure> MeasureAsync(JobSystem system, Scale scale)
    {
        await using var session = await system.StartAsync(1);
        await scale.WarmUpAsync(() => session.SingleAsync(scale.Samples / 5));
        var rounds = await scale.RepeatAsync(() => session.SingleAsync(scale.Samples));
        foreach (var figure in Latencies.Figures(Scenario.Name, system, "one at a time", rounds))
            yield return figure;
    }
}
