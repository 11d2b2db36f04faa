using System.Diagnostics;

namespace Gristmill.Bench;

/// <summary>From the start of a silo's process to the line that says ready, and to its first job.</summary>
internal static class StartUp
{
    public static Scenario Scenario { get; } =
        new("start", "a second silo: start to ready, and to the end of its first job", IsShared: false, MeasureAsync);

    private static async IAsyncEnumerable<Figure> MeasureAsync(JobSystem system, Scale scale)
    {
        var rounds = await scale.RepeatAsync(async () =>
        {
            await using var cluster = await SiloProcesses.StartAsync();
            var job = await cluster.Jobs.SubmitAsync(JobClient.Request(SiloProcesses.NoOp) with
            {
                Queue = "second",
                Watched = true
            });
            var since = Stopwatch.GetTimestamp();
            var silo = await cluster.AddAsync("two", "--queues", "second");
            await job.WaitAsync();
            return (Ready: silo.StartTime.TotalSeconds, FirstJob: Stopwatch.GetElapsedTime(since).TotalSeconds);
        });
        yield return new Figure(Scenario.Name, system.Name, "second silo: start → ready", "s",
            [.. rounds.Select(round => round.Ready)]);
        yield return new Figure(Scenario.Name, system.Name, "second silo: start → its first job ended", "s",
            [.. rounds.Select(round => round.FirstJob)]);
    }
}
