using Hangfire;

namespace Gristmill.Bench.Peers.Hangfire;

/// <summary>Hangfire, set as its guides advise; nothing of it logs, since no library that it would log to is there.</summary>
internal sealed class HangfirePeer : Peer
{
    private static readonly BackgroundJobServerOptions Options = new()
    {
        WorkerCount = 10,
        // Of 5 s at first, which is too long for short jobs.
        CancellationCheckInterval = TimeSpan.FromMilliseconds(100),
    };

    private readonly JobStorage _storage;
    private readonly BackgroundJobClient _client;
    private BackgroundJobServer? _server;

    public HangfirePeer(JobStorage storage)
        : base($"Hangfire {Version(typeof(BackgroundJob))}, {storage.GetType().Name} {Version(storage.GetType())}")
    {
        GlobalConfiguration.Configuration
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UseFilter(new EndFilter(Ends));
        _storage = storage;
        _client = new BackgroundJobClient(storage);
    }

    protected override Task StartAsync()
    {
        _server = new BackgroundJobServer(Options, _storage);
        return Task.CompletedTask;
    }

    protected override async Task StopAsync()
    {
        _server!.SendStop();
        await _server.WaitForShutdownAsync(CancellationToken.None);
        _server.Dispose();
    }

    // One by one on every core: what submits many at once is sold separately.
    protected override Task<Task<JobEnd>[]> SubmitAsync(int count)
    {
        var ends = new Task<JobEnd>[count];
        var everyCore = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, count, everyCore, i => ends[i] = RunAsync());
        return Task.FromResult(ends);
    }

    protected override Task<JobEnd> RunAsync() => Ends.OfAsync(_client.Enqueue(() => Jobs.NoOp()));

    protected override Task<JobEnd> FibonacciAsync(int n) => Ends.OfAsync(_client.Enqueue(() => Jobs.Compute(n)));

    protected override async Task<TimeSpan> CancelAsync()
    {
        var job = _client.Enqueue(() => Jobs.WaitAsync(null, CancellationToken.None));
        await Jobs.WaitingAsync(job);
        return await Timing.OfAsync(async () =>
        {
            _client.Delete(job);
            await Ends.OfAsync(job);
        });
    }

    private static string Version(Type type) => type.Assembly.GetName().Version!.ToString(3);
}
