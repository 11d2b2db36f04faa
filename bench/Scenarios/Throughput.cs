namespace Gristmill.Bench;

/// <summary>Jobs a second, and the processor time that they cost.</summary>
internal static class Throughput
{
    /// <param name="session">What runs.</param>
    /// <param name="scale">How often.</param>
    /// <param name="jobs">Jobs a round.</param>
    /// <param name="round">Answers the seconds that they took.</param>
    /// <param name="figure">The figure of the jobs a second, without its rounds.</param>
    public static async Task<Figure[]> MeasureAsync(ISession session, Scale scale, int jobs, Func<int, Task<double>> round,
        Figure figure)
    {
        var rounds = await scale.RepeatAsync(async () =>
        {
            var before = session.Usage();
            var seconds = await round(jobs);
            var after = session.Usage();
            return (
                Rate: jobs / seconds,
                Servers: (after.Servers - before.Servers).TotalMicroseconds / jobs,
                Client: (after.Client - before.Client).TotalMicroseconds / jobs);
        });
        return
        [
            figure with { Rounds = [.. rounds.Select(r => r.Rate)] },
            figure with { What = $"{figure.What}: CPU of servers and workers", Unit = "µs/job",
                Rounds = [.. rounds.Select(r => r.Servers)], Remark = "" },
            figure with { What = $"{figure.What}: CPU of the client", Unit = "µs/job", Rounds = [.. rounds.Select(r => r.Client)],
                Remark = "" },
        ];
    }

    /// <summary>What is said of the number of jobs, where it differs.</summary>
    public static string Of(string what, int jobs, Scale scale) => jobs == scale.Jobs ? what : $"{what}, {jobs:N0} a round";
}
