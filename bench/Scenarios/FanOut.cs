namespace Gristmill.Bench;

/// <summary>Jobs that burn processor time, over all slots: what the language makes of a task, and what the system adds.</summary>
internal static class FanOut
{
    private const int N = 26;
    private const long Expected = 121_393;

    public static Scenario Scenario { get; } =
        new("fan", $"fibonacci({N}) jobs a second, on all cores, with their results", IsShared: true, MeasureAsync);

    private static async IAsyncEnumerable<Figure> MeasureAsync(JobSystem system, Scale scale)
    {
        await using var session = await system.StartAsync(system.ProcessesForAllCores);
        await scale.WarmUpAsync(() => RoundAsync(session, scale.FanJobs));
        var rounds = await scale.RepeatAsync(() => RoundAsync(session, scale.FanJobs));
        yield return new Figure(Scenario.Name, system.Name, $"fibonacci({N}) over all slots", "jobs/s", rounds);
    }

    private static async Task<double> RoundAsync(ISession session, int jobs)
    {
        var (seconds, results) = await session.FanAsync(jobs, N);
        return results is [Expected] ? jobs / seconds
            : throw new BenchException($"fibonacci({N}) is {Expected}, not {string.Join(", ", results)}");
    }
}
