namespace Gristmill.Bench;

/// <summary>Whether a backlog of a million costs throughput or memory.</summary>
internal static class GreatBacklog
{
    private const int Small = 1_000;

    public static Scenario Scenario { get; } =
        new("backlog", "throughput and memory with a great backlog, and with a small one", IsShared: false, MeasureAsync);

    private static async IAsyncEnumerable<Figure> MeasureAsync(JobSystem system, Scale scale)
    {
        yield return new Figure(Scenario.Name, system.Name, $"burn-down of backlogs of {Small:N0}", "jobs/s",
            await SmallOnesAsync(scale), "each from its first start to its last end");

        await using var cluster = await SiloProcesses.StartAsync("--queues", "none");
        await cluster.Jobs.SubmitNoOpsAsync(scale.Backlog);
        var intake = cluster.Silos.Single();
        var worker = await cluster.AddAsync("two");
        var begun = await cluster.Jobs.EndedAsync("two", scale.Drained / 10);
        var rounds = new List<double>();
        for (var i = 0; i < scale.Rounds; i++)
        {
            var ended = await cluster.Jobs.EndedAsync("two", begun.Finished + (scale.Drained / scale.Rounds));
            rounds.Add((ended.Finished - begun.Finished) / (ended.Seen - begun.Seen).TotalSeconds);
            begun = ended;
        }
        yield return new Figure(Scenario.Name, system.Name, $"burn-down of a backlog of {scale.Backlog:N0}", "jobs/s", rounds,
            $"its first {scale.Drained:N0}");
        foreach (var (silo, role) in new[] { (intake, "took"), (worker, "runs") })
        {
            var what = $"most memory of the silo that {role} a backlog of {scale.Backlog:N0}";
            yield return new Figure(Scenario.Name, system.Name, what, "MB", [ProcessTree.PeakMemory(silo.Id)]);
        }
    }

    private static async Task<List<double>> SmallOnesAsync(Scale scale)
    {
        await using var cluster = await SiloProcesses.StartAsync();
        var ended = 0;
        async Task<double> RoundAsync()
        {
            var span = TimeSpan.Zero;
            const int backlogs = 10;
            for (var i = 0; i < backlogs; i++)
            {
                await cluster.Jobs.SubmitNoOpsAsync(Small);
                await cluster.Jobs.EndedAsync("one", ended += Small);
                span += await cluster.Jobs.SpanAsync(Small);
            }
            return backlogs * Small / span.TotalSeconds;
        }
        await RoundAsync();
        return await scale.RepeatAsync(RoundAsync);
    }
}
