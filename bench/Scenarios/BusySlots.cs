namespace Gristmill.Bench;

/// <summary>How long a status and a cancellation take while every slot burns processor time.</summary>
internal static class BusySlots
{
    private const string Busy = "gwexample.analyses.tasks.busy";

    public static Scenario Scenario { get; } =
        new("busy", "status and cancellation while every slot burns processor time", IsShared: false, MeasureAsync);

    private static async IAsyncEnumerable<Figure> MeasureAsync(JobSystem system, Scale scale)
    {
        await using var cluster = await SiloProcesses.StartAsync();
        var slots = (await cluster.Jobs.SilosAsync()).Single().Slots;
        var jobs = await Task.WhenAll(Enumerable.Range(0, slots).Select(_ => cluster.Jobs.SubmitAsync(Busy, 3_600)));
        await Task.WhenAll(jobs.Select(job => job.RunningAsync()));
        await Timing.SamplesAsync(scale.Samples / 2, () => jobs[0].GetAsync());
        var statuses = await scale.RepeatAsync(() => Timing.SamplesAsync(scale.Samples / 2, () => jobs[0].GetAsync()));
        var cancels = await scale.RepeatAsync(() => CancelsAsync(cluster, scale.Cancels * 4));
        foreach (var figure in Latencies.Figures(Scenario.Name, system, "status, slots burning CPU", statuses))
            yield return figure;
        foreach (var figure in Latencies.Figures(Scenario.Name, system, "cancel a running job → ended, slots burning CPU",
            cancels))
            yield return figure;

        // Each takes the slot that the one before gave back.
        async Task<double[]> CancelsAsync(SiloProcesses cluster, int count)
        {
            var samples = new double[count];
            for (var i = 0; i < count; i++)
            {
                var victim = jobs[i % jobs.Length];
                samples[i] = (await Timing.OfAsync(async () =>
                {
                    await victim.CancelAsync();
                    await victim.WaitAsync();
                })).TotalMilliseconds;
                jobs[i % jobs.Length] = await cluster.Jobs.SubmitAsync(Busy, 3_600);
                await jobs[i % jobs.Length].RunningAsync();
            }
            return samples;
        }
    }
}
