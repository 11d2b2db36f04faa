using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gristmill.Bench.Micro;

/// <summary>The embedded grain runtime: a silo and a client, joined by real sockets, in this process.</summary>
public class RuntimeBenchmarks
{
    private const int Many = 1_000;
    private static readonly Message Sent = new(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("gristmill-micro-").FullName;
    private readonly Counter _observer = new();
    private readonly Counter _reader = new();
    private IHost _silo = null!;
    private IHost _client = null!;
    private IEchoGrain _local = null!;
    private IEchoGrain _remote = null!;
    private IMessageObserver _reference = null!;
    private IAsyncStream<Message> _stream = null!;
    private int _next;

    // BenchmarkDotNet waits for no task of these two, in the process that it shares.

    /// <summary>Starts the silo and the client.</summary>
    [GlobalSetup]
    public void Start() => StartAsync().GetAwaiter().GetResult();

    /// <summary>Stops them.</summary>
    [GlobalCleanup]
    public void Stop() => StopAsync().GetAwaiter().GetResult();

    /// <summary>A call that stays in the process.</summary>
    [Benchmark(Description = "runtime: call in the same process")]
    public Task<Message> CallAsync() => _local.EchoAsync(Sent);

    /// <summary>A call over a socket and back, alone on the way.</summary>
    [Benchmark(Description = "runtime: call over the socket")]
    public Task<Message> CallOverSocketAsync() => _remote.EchoAsync(Sent);

    /// <summary>Calls over a socket, many on the way; time a call.</summary>
    [Benchmark(Description = "runtime: call over the socket, 1,000 at a time", OperationsPerInvoke = Many)]
    public Task CallsOverSocketAsync() => Task.WhenAll(Enumerable.Range(0, Many).Select(_ => _remote.EchoAsync(Sent)));

    /// <summary>The first call of a grain.</summary>
    [Benchmark(Description = "runtime: activation and call")]
    public Task<Message> ActivateAsync() => _silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IEchoGrain>(_next++).EchoAsync(Sent);

    /// <summary>A grain tells an observer over the socket; time a message.</summary>
    [Benchmark(Description = "runtime: observer notified over the socket", OperationsPerInvoke = Many)]
    public async Task NotifyAsync()
    {
        var told = _observer.Expect(Many);
        await _remote.TellAsync(_reference, Many);
        await told;
    }

    /// <summary>An event of a stream, to a subscriber over the socket; time an event.</summary>
    [Benchmark(Description = "runtime: stream event over the socket", OperationsPerInvoke = Many)]
    public async Task StreamAsync()
    {
        var read = _reader.Expect(Many);
        for (var i = 0; i < Many; i++)
            await _stream.OnNextAsync(Sent);
        await read;
    }

    private async Task StartAsync()
    {
        _silo = await HostAsync(builder => builder.UseEmbeddedSilo(silo =>
        {
            silo.DataFolder = _folder;
            silo.GrainAssemblies.Add(typeof(EchoGrain).Assembly);
        }));
        _client = await HostAsync(builder => builder.UseEmbeddedClient(client => client.DataFolder = _folder));
        var factory = _client.Services.GetRequiredService<IGrainFactory>();
        (_local, _remote) = (_silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IEchoGrain>(-1), factory.GetGrain<IEchoGrain>(-1));
        _reference = factory.CreateObjectReference<IMessageObserver>(_observer);
        _stream = Stream(_silo);
        await Stream(_client).SubscribeAsync((message, _) =>
        {
            _reader.Tell(message);
            return Task.CompletedTask;
        });
    }

    private async Task StopAsync()
    {
        foreach (var host in new[] { _client, _silo })
        {
            await host.StopAsync();
            host.Dispose();
        }
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<IHost> HostAsync(Action<HostApplicationBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        configure(builder);
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static IAsyncStream<Message> Stream(IHost host) =>
        host.Services.GetRequiredService<IClusterClient>().GetStreamProvider("events").GetStream<Message>(StreamId.Create("bench", "messages"));

    private sealed class Counter : IMessageObserver
    {
        private TaskCompletionSource _done = new();
        private int _left;

        public Task Expect(int count)
        {
            _done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _left, count);
            return _done.Task;
        }

        public void Tell(Message message)
        {
            if (Interlocked.Decrement(ref _left) == 0)
                _done.SetResult();
        }
    }
}
