namespace Gristmill.Bench;

/// <summary>What a silo keeps in memory of jobs that wait and of jobs that have ended.</summary>
internal static class Memory
{
    public static Scenario Scenario { get; } =
        new("memory", "a silo's memory, and what queued and finished jobs add to it", IsShared: false, MeasureAsync);

    private static async IAsyncEnumerable<Figure> MeasureAsync(JobSystem system, Scale scale)
    {
        await using var cluster = await SiloProcesses.StartAsync("--queues", "none");
        var silo = cluster.Silos.Single();
        var atRest = ProcessTree.Memory(silo.Id);
        yield return Of("silo memory at rest", [atRest]);
        await cluster.Jobs.SubmitNoOpsAsync(scale.Stored);
        yield return Of($"added by {scale.Stored:N0} queued jobs (the silo that took them)",
            [ProcessTree.Memory(silo.Id) - atRest]);

        var worker = await cluster.AddAsync("two");
        var before = ProcessTree.Memory(worker.Id);
        await cluster.Jobs.EndedAsync("two", scale.Stored);
        yield return Of($"added by {scale.Stored:N0} finished jobs (the silo that ran them)",
            [ProcessTree.Memory(worker.Id) - before]);

        Figure Of(string what, double[] megabytes) => new(Scenario.Name, system.Name, what, "MB", megabytes);
    }
}
