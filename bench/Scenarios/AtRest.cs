namespace Gristmill.Bench;

/// <summary>What the system takes before the first job.</summary>
internal static class AtRest
{
    public static Scenario Scenario { get; } =
        new("rest", "start of servers and one worker process until they are ready, and their memory then", IsShared: true,
        MeasureAsync);

    private static async IAsyncEnumerable<Figure> MeasureAsync(JobSystem system, Scale scale)
    {
        var rounds = await scale.RepeatAsync(async () =>
        {
            await using var session = await system.StartAsync(1);
            return (Seconds: session.StartTime.TotalSeconds, Memory: session.Memory());
        });
        yield return new Figure(Scenario.Name, system.Name, "start → ready", "s", [.. rounds.Select(round => round.Seconds)]);
        yield return new Figure(Scenario.Name, system.Name, "memory at rest", "MB", [.. rounds.Select(round => round.Memory)]);
    }
}
