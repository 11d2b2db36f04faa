namespace Gristmill.Bench;

/// <summary>From SIGKILL of one of two silos to its job running on the other.</summary>
internal static class Recovery
{
    public static Scenario Scenario { get; } =
        new("recover", "from kill -9 of one of two silos to its job running on the other", IsShared: false, MeasureAsync);

    private static async IAsyncEnumerable<Figure> MeasureAsync(JobSystem system, Scale scale)
    {
        var rounds = await scale.RepeatAsync(async () =>
        {
            await using var cluster = await SiloProcesses.StartAsync();
            await cluster.AddAsync("two");
            var job = await cluster.Jobs.SubmitAsync(JobClient.Request("gwexample.analyses.tasks.wait",
                3_600) with
            { Watched = true });
            var first = await job.RunningAsync();
            return (await Timing.OfAsync(async () =>
            {
                await cluster.KillAsync(first.Silo!);
                await foreach (var view in job.WatchAsync())
                    if (view.Status is JobStatus.Running && view.Attempt > first.Attempt)
                        return;
            })).TotalSeconds;
        });
        yield return new Figure(Scenario.Name, system.Name, "kill -9 → its job runs again", "s", rounds);
    }
}
