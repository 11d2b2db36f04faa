using System.Globalization;

namespace Gristmill.Cluster;

/// <summary>
/// Silos are killed, stopped in order, frozen past their lease and woken, and joined, at random, while thousands of jobs run and some are
/// canceled. Then every job's history is judged. Paced by jobs that end, not by time. <c>GRISTMILL_CHAOS_BLOWS</c> sets how many blows
/// fall (12 unless set), <c>GRISTMILL_CHAOS_SEED</c> repeats a run.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int JobsBetweenBlows = 120;
    private const int Waiting = 400;

    private readonly Random _random = new(Setting("GRISTMILL_CHAOS_SEED", Random.Shared.Next()));
    private readonly List<JobHandle> _jobs = [];
    private readonly List<string> _silos = [];
    private readonly List<JobHandle> _long = [];
    private int _named;

    [Fact]
    public async Task No_job_is_lost_or_has_two_outcomes_whatever_happens_to_the_silos()
    {
        var blows = Setting("GRISTMILL_CHAOS_BLOWS", 12);
        var trace = Directory.CreateTempSubdirectory("gristmill-chaos-");
        await using var cluster = await TestCluster.StartAsync();
        for (var i = 0; i < 3; i++)
            await JoinAsync(cluster);
        await cluster.ConnectAsync();

        for (var i = 0; i < blows; i++)
        {
            await SubmitAsync(cluster, trace.FullName);
            await EndedAsync(JobsBetweenBlows);
            await StrikeAsync(cluster);
            await CancelLongJobsAsync();
        }
        var ended = new List<JobView>();
        foreach (var job in _jobs)
        {
            await job.WaitAsync(TestContext.Current.CancellationToken);
            ended.Add(await job.GetAsync());
        }

        Judge(ended, trace.EnumerateFiles().CountBy(file => Guid.Parse(file.Name.Split('.')[0])).ToDictionary());
        trace.Delete(recursive: true);
    }

    private async Task SubmitAsync(TestCluster cluster, string trace)
    {
        var requests = Enumerable.Range(0, Waiting).Select(_ => _random.Next(20) switch
        {
            0 when _random.Next(4) == 0 => Request("untilcanceled"),
            1 => Request("fail", "on purpose") with { Retry = new RetryPolicy { MaxAttempts = 3, FirstDelay = TimeSpan.FromMilliseconds(100) } },
            2 or 3 => Request("mark", trace, 0.05) with { Redeliver = false, Tags = ["once"] },
            4 => Request("mark", trace, 0.02) with { Delay = TimeSpan.FromSeconds(1) },
            5 => Request("wait", 3600) with { TimeLimit = TimeSpan.FromSeconds(0.5) },
            6 => Request("fibonacci", 27),
            7 => Request("chatty", 5),
            _ => Request("wait", _random.NextDouble() * 0.1),
        } with
        { Priority = _random.Next(10), MaxDeliveries = 100 }).ToArray();
        var receipts = await cluster.Jobs.SubmitManyAsync(requests);
        Assert.All(receipts, receipt => Assert.True(receipt.Accepted));
        _jobs.AddRange(receipts.Select(receipt => cluster.Jobs.Job(receipt.Id)));
        _long.AddRange(requests.Where(request => request.Task.EndsWith("untilcanceled", StringComparison.Ordinal)).Select(request => cluster.Jobs.Job(request.Id)));
    }

    private async Task EndedAsync(int count)
    {
        var ended = 0;
        var recent = _jobs.TakeLast(Waiting);
        await foreach (var _ in Task.WhenEach(recent.Select(job => job.WaitAsync(TestContext.Current.CancellationToken))))
            if (++ended == count)
                return;
    }

    private async Task StrikeAsync(TestCluster cluster)
    {
        // A silo that was frozen for long may have been voted out: then it ends itself when it wakes.
        _silos.RemoveAll(name => cluster.Silo(name).HasExited);
        var victim = _silos.Count == 0 ? "" : _silos[_random.Next(_silos.Count)];
        var blow = _random.Next(_silos.Count < 3 ? 1 : 8);
        switch (blow)
        {
            case 0 or 1:
                await JoinAsync(cluster);
                break;
            case 2 or 3 or 4:
                Say($"kill {victim}");
                cluster.Silo(victim).Signal(PosixSignals.Kill);
                _silos.Remove(victim);
                break;
            case 5 or 6:
                Say($"terminate {victim}");
                cluster.Silo(victim).Signal(PosixSignals.Terminate);
                _silos.Remove(victim);
                break;
            default:
                await FreezeAsync(cluster, victim);
                break;
        }
    }

    // Until the others have taken a job from it, which they do when its lease is over.
    private async Task FreezeAsync(TestCluster cluster, string victim)
    {
        Say($"freeze {victim}");
        var held = await cluster.Jobs.SubmitAsync(Request("wait", 3600) with { MaxDeliveries = 100 });
        _jobs.Add(held);
        _long.Add(held);
        cluster.Silo(victim).Signal(PosixSignals.Stop);
        await GoneAsync(cluster, victim);
        Say($"wake {victim}");
        cluster.Silo(victim).Signal(PosixSignals.Continue);
    }

    private static async Task GoneAsync(TestCluster cluster, string silo)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(0.5), TimeProvider.System);
        while ((await cluster.Jobs.SilosAsync()).Any(pool => pool.Silo == silo))
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }

    private async Task JoinAsync(TestCluster cluster)
    {
        var name = $"silo-{++_named}";
        Say($"join {name}");
        await cluster.AddSiloAsync(name, "--shutdown-grace", "1");
        _silos.Add(name);
    }

    private async Task CancelLongJobsAsync()
    {
        await Task.WhenAll(_long.Select(job => job.CancelAsync("chaos")));
        _long.Clear();
    }

    private void Judge(List<JobView> jobs, Dictionary<Guid, int> runs)
    {
        var faults = jobs.SelectMany(job => HistoryChecker.Faults(job).Select(fault => $"{fault}: {HistoryChecker.Describe(job)}")).ToList();
        faults.AddRange(jobs.Where(job => job.Tags.Contains("once") && runs.GetValueOrDefault(job.Id) > 1)
            .Select(job => $"ran twice although it may run at most once: {HistoryChecker.Describe(job)}"));
        faults.AddRange(jobs.Where(job => job.Status is JobStatus.Success && job.Task.EndsWith("mark", StringComparison.Ordinal) && !runs.ContainsKey(job.Id))
            .Select(job => $"succeeded without having run: {HistoryChecker.Describe(job)}"));
        Say(string.Create(CultureInfo.InvariantCulture,
            $"{jobs.Count} jobs, {jobs.Sum(job => job.Attempt)} runs, {jobs.Sum(job => job.Deliveries)} of them lost, {string.Join(", ", jobs.CountBy(job => job.Status).Select(status => $"{status.Value} {status.Key}"))}"));
        Assert.True(faults.Count == 0, $"{faults.Count} faults:\n{string.Join('\n', faults.Take(20))}");
    }

    private void Say(string what)
    {
        output.WriteLine(what);
        TestContext.Current.SendDiagnosticMessage(what);
    }

    private static JobRequest Request(string task, params object?[] arguments) => JobClient.Request($"gwexample.analyses.tasks.{task}", arguments);

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
