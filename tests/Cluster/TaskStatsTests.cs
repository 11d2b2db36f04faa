namespace Gristmill.Cluster;

/// <summary>What each silo has seen of a task, from anywhere.</summary>
public sealed class TaskStatsTests
{
    private const string Tasks = "gwexample.analyses.tasks";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_run_is_counted_on_the_silo_that_ran_it()
    {
        await using var cluster = await TestCluster.HostAsync("one", "two");
        var good = Enumerable.Range(0, 20).Select(_ => JobClient.Request($"{Tasks}.wait", 0.01)).ToArray();
        var bad = JobClient.Request($"{Tasks}.fail");
        await cluster.Jobs.SubmitManyAsync([.. good, bad]);
        var ended = await Task.WhenAll(good.Append(bad).Select(request => cluster.Jobs.Job(request.Id).WaitAsync(Cancel)));
        var running = await cluster.Jobs.SubmitAsync($"{Tasks}.untilcanceled");

        var waits = await StatsAsync(cluster, "wait", figures => figures.Sum(silo => silo.Succeeded) == good.Length);
        var failure = Assert.Single(await StatsAsync(cluster, "fail", figures => figures.Sum(silo => silo.Failed) == 1));
        await StatsAsync(cluster, "untilcanceled", figures => figures.Sum(silo => silo.Running) == 1);
        await running.CancelAsync();
        var canceled =
            Assert.Single(await StatsAsync(cluster, "untilcanceled", figures => figures.Sum(silo => silo.Canceled) == 1));

        Assert.Equal(
            ended[..^1].CountBy(job => job.Silo!).OrderBy(silo => silo.Key, StringComparer.Ordinal)
                .Select(silo => (silo.Key, (long)silo.Value)),
            waits.Select(silo => (silo.Silo, silo.Succeeded)));
        Assert.All(waits, silo => Assert.InRange(silo.Mean!.Value, TimeSpan.FromSeconds(0.009), silo.Busy));
        Assert.Equal(ended[^1].Silo, failure.Silo);
        Assert.Equal((0, 1), (canceled.Running, canceled.Ended));
        Assert.Contains(
            $"\"stats\":[{{\"silo\":\"{failure.Silo}\",\"task\":\"{Tasks}.fail\",\"running\":0,\"succeeded\":0,\"failed\":1,",
            (await cluster.ConsoleAsync("tasks", $"{Tasks}.fail", "-o", "json")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_silo_has_counted_outlives_it_whether_it_stops_or_is_killed()
    {
        await using var cluster = await TestCluster.StartAsync("one");
        await cluster.Jobs.RunAsync<int?>($"{Tasks}.noop");
        cluster.Silo("one").Signal(PosixSignals.Terminate);
        await cluster.Silo("one").ExitAsync();

        await cluster.AddSiloAsync("two");
        await StatsAsync(cluster, "noop", figures => figures.Sum(silo => silo.Succeeded) == 1);
        await cluster.Jobs.RunAsync<int?>($"{Tasks}.noop");
        await StatsAsync(cluster, "noop", figures => figures.Sum(silo => silo.Succeeded) == 2);
        await HeartbeatsAsync(cluster, 2); // Each writes what was counted before it.
        cluster.Silo("two").Signal(PosixSignals.Kill);
        await cluster.Silo("two").ExitAsync();

        await cluster.AddSiloAsync("three");
        var earlier = Assert.Single(await StatsAsync(cluster, "noop", figures => figures is [{ Succeeded: 2 }]));
        Assert.Equal("", earlier.Silo);
    }

    private static async Task HeartbeatsAsync(TestCluster cluster, int count)
    {
        var seen = new HashSet<DateTimeOffset>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (seen.Count <= count && await timer.WaitForNextTickAsync(Cancel))
            seen.Add((await cluster.Jobs.SilosAsync()).Single(silo => silo.Silo == "two").Seen);
    }

    // Silos say what they have seen with their next heartbeat.
    private static async Task<TaskStats[]> StatsAsync(TestCluster cluster, string task, Predicate<TaskStats[]> expected)
    {
        TaskStats[] figures;
        do figures = await cluster.Jobs.TaskStatsAsync($"{Tasks}.{task}");
        while (!expected(figures));
        return figures;
    }
}
