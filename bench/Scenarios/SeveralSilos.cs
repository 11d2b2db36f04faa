namespace Gristmill.Bench;

/// <summary>What more silo processes on the same machine bring, or cost: they share the cores and the file.</summary>
internal static class SeveralSilos
{
    private const int Callers = 1_000;

    public static Scenario Scenario { get; } =
        new("silos", "jobs submitted, run and answered a second by one, two and three silo processes", IsShared: false,
        MeasureAsync);

    private static async IAsyncEnumerable<Figure> MeasureAsync(JobSystem system, Scale scale)
    {
        await using var cluster = await SiloProcesses.StartAsync();
        for (var silos = 1; silos <= 3; silos++)
        {
            if (silos > 1)
                await cluster.AddAsync($"silo-{silos}");
            await cluster.Jobs.RunNoOpsAsync(scale.ManyJobs / 4, Callers);
            var rounds = await scale.RepeatAsync(async () =>
                scale.ManyJobs / (await Timing.OfAsync(() => cluster.Jobs.RunNoOpsAsync(scale.ManyJobs, Callers))).TotalSeconds);
            yield return new Figure(Scenario.Name, system.Name,
                $"submit, run, result with {silos} silo process{(silos > 1 ? "es" : "")}", "jobs/s", rounds);
        }
    }
}
