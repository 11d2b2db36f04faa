namespace Gristmill.Cluster;

/// <summary>
/// The machine's clock is set, back and ahead, by seconds and by hours, while silos run jobs. libfaketime sets it, for silos
/// alone.
/// </summary>
public sealed class ClockTests
{
    private const string Library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

    // Only the time of day is changed; what passes, and the times of files, are as they are.
    private static readonly (string, string)[] Settings =
    [
        ("LD_PRELOAD", Library), ("FAKETIME_CACHE_DURATION", "1"), ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ("FAKETIME_FORCE_MONOTONIC_FIX", "0"), ("NO_FAKE_STAT", "1"),
    ];

    private static readonly TimeSpan Near = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Steps_of_the_clock_lose_and_repeat_nothing_and_every_call_is_answered()
    {
        Assert.SkipUnless(File.Exists(Library), "libfaketime is not installed");
        await using var cluster = await TestCluster.StartAsync();
        var clock = Path.Combine(Directory.CreateDirectory(Path.Combine(cluster.Data, "clock")).FullName, "step");
        Set(TimeSpan.Zero);
        foreach (var (name, value) in Settings)
            cluster.Environment[name] = value;
        cluster.Environment["FAKETIME_TIMESTAMP_FILE"] = clock;
        var silos = new[] { await cluster.AddSiloAsync("one", "-c", "4"), await cluster.AddSiloAsync("two", "-c", "4") };
        await cluster.ConnectAsync();

        var jobs = new List<JobHandle> { await cluster.Jobs.SubmitAsync(Wait(8)) };
        foreach (var step in new[] { 2.0, -2, 0.001, -0.001, 5, 0 })
        {
            jobs.AddRange(await SubmitAsync(cluster));
            Set(TimeSpan.FromHours(step));
            Assert.Equal(["one", "two"], await BothAsync(cluster, TimeSpan.FromHours(step)));
            jobs.AddRange(await SubmitAsync(cluster));
            // A new activation answers, with Orleans' and with our clock.
            Assert.Equal(55, await cluster.Jobs.RunAsync<int>("gwexample.analyses.tasks.fibonacci", 10));
        }
        var delayed = await cluster.Jobs.SubmitAsync(Wait(0) with { Delay = TimeSpan.FromSeconds(2) });

        foreach (var job in jobs.Append(delayed))
        {
            await job.WaitAsync(TestContext.Current.CancellationToken);
            var view = await job.GetAsync();
            Assert.Equal((JobStatus.Success, 1, 0), (view.Status, view.Attempt, view.LostRuns));
        }
        Assert.All(silos, silo => Assert.Equal("", silo.Errors));

        void Set(TimeSpan step)
        {
            File.WriteAllText($"{clock}.new", FormattableString.Invariant($"{step.TotalSeconds:+0.000;-0.000}"));
            File.Move($"{clock}.new", clock, overwrite: true);
        }
    }

    private static JobRequest Wait(double seconds) => JobClient.Request("gwexample.analyses.tasks.wait", seconds);

    private static async Task<JobHandle[]> SubmitAsync(TestCluster cluster)
    {
        var limit = new JobLimit { Key = "starts", MaxStarts = 20, Period = TimeSpan.FromSeconds(1) };
        var receipts =
            await cluster.Jobs.SubmitManyAsync([.. Enumerable.Range(0, 20)
            .Select(i => i % 2 == 0 ? Wait(0.2) : Wait(0) with { Limit = limit })]);
        return [.. receipts.Select(receipt => cluster.Jobs.Job(receipt.Id))];
    }

    // Those whose heartbeat has the new time.
    private static async Task<string[]> BothAsync(TestCluster cluster, TimeSpan step)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(0.1), TimeProvider.System);
        string[] silos;
        while ((silos =
            [.. (await cluster.Jobs.SilosAsync()).Where(silo => (TimeProvider.System.GetUtcNow() + step - silo.Seen).Duration() < Near).Select(silo => silo.Silo)]).Length < 2)
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        return silos;
    }
}
