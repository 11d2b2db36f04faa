namespace Gristmill.Bench;

/// <summary>
/// What it costs a busy silo that somebody looks at its dashboard: the same work with the overview open in a browser, and
/// without.
/// </summary>
internal static class OpenOverview
{
    private const string Title = "Overview – Gristmill";

    public static Scenario Scenario { get; } =
        new("overview", "throughput of a busy silo with its dashboard open, and without", IsShared: false, MeasureAsync);

    private static async IAsyncEnumerable<Figure> MeasureAsync(JobSystem system, Scale scale)
    {
        var port = ChildProcess.FreePort();
        await using var cluster = await SiloProcesses.StartAsync("--http", $"http://127.0.0.1:{port}");
        var (silo, jobs) = (cluster.Silos.Single(), 2 * scale.ManyJobs);
        var ended = 0L;
        var (rates, costs) = (new List<double>[] { [], [] }, new List<double>[] { [], [] });
        await using (await Chromium.OpenAsync($"http://127.0.0.1:{port}/", Title))
            await RoundAsync();
        for (var i = 0; i < scale.Rounds; i++)
            foreach (var open in i % 2 == 0 ? new[] { 0, 1 } : [1, 0])
            {
                await using var browser = open == 1 ? await Chromium.OpenAsync($"http://127.0.0.1:{port}/", Title) : null;
                var (rate, cost) = await RoundAsync();
                rates[open].Add(rate);
                costs[open].Add(cost);
            }
        foreach (var (open, what) in new[] { (0, "closed"), (1, "open on its overview") })
        {
            yield return new Figure(Scenario.Name, system.Name, $"no-op jobs, dashboard {what}", "jobs/s", rates[open],
                "the browser has the lowest priority: it is on the same machine");
            yield return new Figure(Scenario.Name, system.Name, $"no-op jobs, dashboard {what}: CPU of the silo", "µs/job",
                costs[open]);
        }

        async Task<(double Rate, double Cost)> RoundAsync()
        {
            var before = ProcessTree.ProcessorTime(silo.Id);
            await cluster.Jobs.SubmitNoOpsAsync(jobs);
            await cluster.Jobs.EndedAsync("one", ended += jobs);
            var cost = (ProcessTree.ProcessorTime(silo.Id) - before).TotalMicroseconds / jobs;
            return (jobs / (await cluster.Jobs.SpanAsync(jobs)).TotalSeconds, cost);
        }
    }
}
