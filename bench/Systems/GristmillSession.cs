namespace Gristmill.Bench;

/// <summary>Ours: each worker process is a silo. The client is this process.</summary>
internal sealed class GristmillSession : ISession
{
    private const int Callers = 1_000;
    private readonly SiloProcesses _cluster;
    private readonly List<string> _workers = [];
    private int _started;
    private long _drained;

    private GristmillSession(SiloProcesses cluster) => _cluster = cluster;

    public static JobSystem System { get; } = new(
        JobSystem.Ours,
        $"a silo process with {Math.Max(4, Environment.ProcessorCount * 2)} slots",
        "every job and every outcome on disk (fsync) before it is answered",
        [],
        StartAsync)
    {
        Cancellation = "",
    };

    public static string VersionText { get; } =
        $"Gristmill {typeof(JobClient).Assembly.GetName().Version?.ToString(3)}, Orleans {typeof(Grain).Assembly.GetName().Version?.ToString(3)}, {Repository.Metadata("Configuration")}";

    public string Version => VersionText;

    public TimeSpan StartTime => _cluster.Silos.Aggregate(TimeSpan.Zero, (sum, silo) => sum + silo.StartTime);

    private static async Task<ISession> StartAsync(int workers)
    {
        // Without workers there is a silo all the same, which takes the jobs and runs none of them.
        var session = new GristmillSession(workers == 0 ? await SiloProcesses.StartAsync("--queues", "none")
            : await SiloProcesses.StartAsync());
        await session.StartWorkersAsync(workers - 1);
        return session;
    }

    public Usage Usage() => _cluster.Usage();

    public double Memory() => _cluster.Silos.Sum(silo => ProcessTree.Memory(silo.Id));

    public async Task StartWorkersAsync(int processes)
    {
        for (var i = 0; i < processes; i++)
        {
            _workers.Add($"worker-{++_started}");
            await _cluster.AddAsync(_workers[^1]);
        }
        _drained = 0;
    }

    public async Task StopWorkersAsync()
    {
        foreach (var worker in _workers)
            await _cluster.KillAsync(worker);
        _workers.Clear();
    }

    public async Task<double> SubmitAsync(int jobs) =>
        (await Timing.OfAsync(() => _cluster.Jobs.SubmitNoOpsAsync(jobs))).TotalSeconds;

    public async Task<double> DrainAsync(int jobs)
    {
        _drained += jobs;
        await _cluster.Jobs.EndedAsync(_workers.Single(), _drained);
        return (await _cluster.Jobs.SpanAsync(jobs)).TotalSeconds;
    }

    public async Task<double> RunAsync(int jobs) =>
        (await Timing.OfAsync(() => _cluster.Jobs.RunNoOpsAsync(jobs, Callers))).TotalSeconds;

    public Task<double[]> SingleAsync(int jobs) =>
        Timing.SamplesAsync(jobs, () => _cluster.Jobs.RunAsync<object>(SiloProcesses.NoOp));

    public Task<double[]> SteadyAsync(double rate, double seconds) =>
        Timing.SteadyAsync(rate, seconds, () => _cluster.Jobs.RunAsync<object>(SiloProcesses.NoOp));

    public async Task<double[]> CancelAsync(int jobs)
    {
        var samples = new double[jobs];
        for (var i = 0; i < jobs; i++)
        {
            var job = await _cluster.Jobs.SubmitAsync(JobClient.Request("gwexample.analyses.tasks.wait",
                600) with
            { Watched = true });
            await job.RunningAsync();
            samples[i] = (await Timing.OfAsync(async () =>
            {
                await job.CancelAsync();
                await job.WaitAsync();
            })).TotalMilliseconds;
        }
        return samples;
    }

    public async Task<(double Seconds, long[] Results)> FanAsync(int jobs, int n)
    {
        long[] results = [];
        var time = await Timing.OfAsync(async () => results = await Task.WhenAll(
            Enumerable.Range(0, jobs).Select(_ => _cluster.Jobs.RunAsync<long>("gwexample.analyses.tasks.fibonacci", n))));
        return (time.TotalSeconds, [.. results.Distinct()]);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();
}
