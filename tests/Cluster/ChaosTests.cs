using System.Globalization;

namespace Gristmill.Cluster;

/// <summary>
/// Silos are killed, stopped in order, frozen past their lease and woken, and joined, at random, while thousands of jobs run,
/// share keys and limits, and are canceled. Then every job's history is judged, and what its body left. Paced by jobs that end,
/// not by time. <c>GRISTMILL_CHAOS_BLOWS</c> sets how many blows fall (6 unless set), <c>GRISTMILL_CHAOS_SEED</c> repeats a run.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int JobsBetweenBlows = 120;
    private const int Waiting = 400;
    private const int CanceledBetweenBlows = 10;

    private readonly Random _random = new(Seed);
    private readonly Dictionary<Guid, (JobHandle Job, JobRequest Request)> _jobs = [];
    private readonly List<string> _silos = [];
    private readonly List<JobHandle> _long = [];
    private readonly List<Task<JobView>> _cancels = [];
    private JobHandle[] _recent = [];
    private int _named;

    private static int Seed => field == 0 ? field = Setting("GRISTMILL_CHAOS_SEED", Random.Shared.Next()) : field;

    [Fact]
    public async Task Nothing_is_lost_done_twice_or_left_over_whatever_happens_to_the_silos()
    {
        Say($"GRISTMILL_CHAOS_SEED={Seed}");
        var blows = Setting("GRISTMILL_CHAOS_BLOWS", 6);
        var trace = Directory.CreateTempSubdirectory("gristmill-chaos-");
        var load = new ChaosJobs(_random, trace.FullName);
        await using var cluster = await TestCluster.StartAsync();
        for (var i = 0; i < 3; i++)
            await JoinAsync(cluster);
        await cluster.ConnectAsync();

        for (var i = 0; i < blows; i++)
        {
            await SubmitAsync(cluster, load);
            await EndedAsync(JobsBetweenBlows);
            foreach (var job in _random.GetItems(_recent, CanceledBetweenBlows))
                _cancels.Add(job.CancelAsync("any"));
            await StrikeAsync(cluster);
            _cancels.AddRange(_long.Select(job => job.CancelAsync("chaos")));
            _long.Clear();
        }
        var ended = new List<JobView>();
        foreach (var (job, _) in _jobs.Values)
        {
            await job.WaitAsync(TestContext.Current.CancellationToken);
            ended.Add(await job.GetAsync());
        }

        Assert.All(await Task.WhenAll(_cancels), job =>
            Assert.True(job.Status is JobStatus.Canceling || job.Status.IsTerminal(), $"{job.Status}"));
        Judge(ended, trace);
        await JoinAsync(cluster); // There may be one alone, which has too few slots for what follows.
        await NothingIsLeftOverAsync(cluster, load);
        trace.Delete(recursive: true);
    }

    private async Task SubmitAsync(TestCluster cluster, ChaosJobs load)
    {
        var requests = Enumerable.Range(0, Waiting).Select(_ => load.Any()).ToArray();
        var receipts = await cluster.Jobs.SubmitManyAsync(requests);
        foreach (var (request, receipt) in requests.Zip(receipts))
        {
            // Nothing but a key that another job has may keep a job out.
            if (request.Unique is null)
                Assert.True(receipt is { Accepted: true, Existing: false }, string.Join(", ", receipt.Problems));
            if (receipt is { Accepted: true, Existing: false })
                _jobs.Add(receipt.Id, (cluster.Jobs.Job(receipt.Id), request));
            else if (!receipt.Accepted)
                Assert.StartsWith("unique.key is ", Assert.Single(receipt.Problems), StringComparison.Ordinal);
        }
        _recent = [.. requests.Where(request => _jobs.ContainsKey(request.Id)).Select(request => _jobs[request.Id].Job)];
        _long.AddRange(requests.Where(request => request.Task == ChaosJobs.Holding().Task)
            .Select(request => _jobs[request.Id].Job));
    }

    private async Task EndedAsync(int count)
    {
        var ended = 0;
        await foreach (var _ in Task.WhenEach(_recent.Select(job => job.WaitAsync(TestContext.Current.CancellationToken))))
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
        var request = ChaosJobs.Holding();
        var held = await cluster.Jobs.SubmitAsync(request);
        _jobs.Add(held.Id, (held, request));
        _long.Add(held);
        cluster.Silo(victim).Signal(PosixSignals.Stop);
        await GoneAsync(cluster, victim);
        Say($"wake {victim}");
        // One that stood still in its turn to write was killed by the others.
        cluster.Silo(victim).TrySignal(PosixSignals.Continue);
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

    private void Judge(List<JobView> jobs, DirectoryInfo trace)
    {
        var (runs, lost) = (jobs.Sum(job => job.Attempt), jobs.Sum(job => job.LostRuns));
        var ends = string.Join(", ", jobs.CountBy(job => job.Status).Select(status => $"{status.Value} {status.Key}"));
        Say($"{jobs.Count} jobs, {runs} runs, {lost} of them lost, {_cancels.Count} cancels, {ends}");

        // ID.ATTEMPT, with a line for each time that it began.
        var marks = trace.EnumerateFiles().SelectMany(file => File.ReadLines(file.FullName).Select(_ => file.Name.Split('.')))
            .ToLookup(name => Guid.Parse(name[0]), name => int.Parse(name[1], CultureInfo.InvariantCulture));
        var faults = jobs.SelectMany(job => FaultsOf(job).Select(fault => $"{fault}: {HistoryChecker.Describe(job)}")).ToList();
        foreach (var limit in ChaosJobs.Limits)
            Holds($"limit {limit.Key}", limit.MaxConcurrent!.Value, jobs.Where(job => RequestOf(job).Limit == limit), status =>
                status.IsHeld());
        Holds("task alone", 1, jobs.Where(job => job.Task == ChaosJobs.Alone), status => status.IsHeld());
        foreach (var key in ChaosJobs.Keys)
            Holds($"key {key.Key}", 1, jobs.Where(job => RequestOf(job).Unique?.Key == key.Key),
                status => status is JobStatus.Queued || status.IsHeld() && key.States.Contains(JobStatus.Running));
        Assert.True(faults.Count == 0, $"{faults.Count} faults:\n{string.Join('\n', faults.Take(20))}");

        JobRequest RequestOf(JobView job) => _jobs[job.Id].Request;

        IEnumerable<string> FaultsOf(JobView job) => RequestOf(job).Arguments.Contains(trace.Name, StringComparison.Ordinal)
            ? HistoryChecker.Faults(job).Concat(HistoryChecker.Faults(job, [.. marks[job.Id]]))
            : HistoryChecker.Faults(job);

        void Holds(string what, int allowed, IEnumerable<JobView> among, Func<JobStatus, bool> counts)
        {
            if (HistoryChecker.MostAtOnce(among, counts) is var most && most > allowed)
                faults.Add($"{what}: {most} at the same time");
        }
    }

    private static async Task NothingIsLeftOverAsync(TestCluster cluster, ChaosJobs load)
    {
        JobStatus[] open = [.. Enum.GetValues<JobStatus>().Where(status => !status.IsTerminal())];
        Assert.Empty((await cluster.Jobs.ListAsync(new JobQuery { Statuses = open })).Jobs);

        // Every key takes a new job, and every limit as many as it ever did, all at the same time.
        var requests = ChaosJobs.Keys.Select(key => load.Mark() with { Unique = key, Queue = "unserved" })
            .Concat(ChaosJobs.Limits.SelectMany(limit =>
                Enumerable.Range(0, limit.MaxConcurrent!.Value).Select(_ => ChaosJobs.Holding() with { Limit = limit })))
            .Append(load.Mark() with { Task = ChaosJobs.Alone }).ToArray();
        var receipts = await cluster.Jobs.SubmitManyAsync(requests);
        Assert.All(receipts, receipt =>
            Assert.True(receipt is { Accepted: true, Existing: false }, string.Join(", ", receipt.Problems)));
        var jobs = requests.Select(request => (Request: request, Job: cluster.Jobs.Job(request.Id))).ToArray();
        await Task.WhenAll(jobs.Where(one => one.Request.Limit is not null).Select(one => MainJobTests.RunningAsync(one.Job)));
        Assert.Equal(JobStatus.Success, (await jobs[^1].Job.WaitAsync(TestContext.Current.CancellationToken)).Status);
        await Task.WhenAll(jobs.Select(one => one.Job.CancelAsync()));
        await Task.WhenAll(jobs.Select(one => one.Job.WaitAsync(TestContext.Current.CancellationToken)));
    }

    private void Say(string what)
    {
        output.WriteLine(what);
        TestContext.Current.SendDiagnosticMessage(what);
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            ? value : otherwise;
}
