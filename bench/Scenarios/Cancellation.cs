namespace Gristmill.Bench;

/// <summary>From the call that cancels a running, waiting job to its end as the client sees it.</summary>
internal static class Cancellation
{
    public static Scenario Scenario { get; } =
        new("cancel", "from the cancellation of a running job to its end as the client sees it", IsShared: true, MeasureAsync);

    private static async IAsyncEnumerable<Figure> MeasureAsync(JobSystem system, Scale scale)
    {
        if (system.Cancellation is not { } how)
            yield break;
        await using var session = await system.StartAsync(1);
        await session.CancelAsync(scale.Cancels);
        var rounds = await scale.RepeatAsync(() => session.CancelAsync(scale.Cancels * (system.Name == JobSystem.Ours ? 20 : 1)));
        foreach (var figure in Latencies.Figures(Scenario.Name, system, "cancel → ended", rounds, how))
            yield return figure;
    }
}
