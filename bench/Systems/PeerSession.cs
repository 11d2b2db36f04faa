using System.Diagnostics;
using System.Text.Json;

namespace Gristmill.Bench;

/// <summary>
/// A peer: a server, worker processes, and a client program that does what it is asked, a line of JSON at a time, and takes the
/// times itself (see bench/peers).
/// </summary>
/// <param name="server">What the jobs wait in.</param>
/// <param name="client">The client program.</param>
/// <param name="worker">How a worker process is started; null if the client runs the jobs itself.</param>
internal sealed class PeerSession(Server server, ChildProcess client, Func<Task<ChildProcess>>? worker) : ISession
{
    private readonly List<ChildProcess> _workers = [];

    public string Version { get; } = string.Join(", ", new[] { Read(client.ReadyLine).Version, server.Version }.OfType<string>());

    public TimeSpan StartTime => _workers.Append(worker is null ? client : null).Append(server.Process).OfType<ChildProcess>()
        .Aggregate(TimeSpan.Zero, (sum, process) => sum + process.StartTime);

    /// <summary>Starts a server, a client and workers.</summary>
    public static async Task<ISession> StartAsync(
        Func<Task<Server>> startServer, Func<Server, ProcessStartInfo> client, Func<Server, ProcessStartInfo>? worker, int workers)
    {
        var server = await startServer();
        PeerSession? session = null;
        try
        {
            var driver = await ChildProcess.StartAsync(client(server), line => line.StartsWith('{'), readsOutput: true);
            session = new PeerSession(server, driver, worker is null ? null : () =>
                ChildProcess.StartAsync(worker(server), line => line == "ready"));
            await session.StartWorkersAsync(workers);
            return session;
        }
        catch
        {
            if (session is not null)
                await session.DisposeAsync();
            else
                await server.DisposeAsync();
            throw;
        }
    }

    public Usage Usage()
    {
        var own = ProcessTree.ProcessorTime(client.Id);
        var servers = Servers.Aggregate(TimeSpan.Zero, (sum, process) => sum + ProcessTree.ProcessorTime(process.Id));
        return worker is null ? new(servers + own, TimeSpan.Zero) : new(servers, own);
    }

    public double Memory() => (worker is null ? Servers.Append(client) : Servers).Sum(process => ProcessTree.Memory(process.Id));

    private IEnumerable<ChildProcess> Servers => _workers.Append(server.Process).OfType<ChildProcess>();

    public async Task StartWorkersAsync(int processes)
    {
        if (worker is null && processes > 0)
            await AskAsync(new { @do = "start" });
        for (var i = 0; i < processes && worker is not null; i++)
            _workers.Add(await worker());
    }

    public async Task StopWorkersAsync()
    {
        if (worker is null)
            await AskAsync(new { @do = "stop" });
        foreach (var process in _workers)
            await process.DisposeAsync();
        _workers.Clear();
    }

    public async Task<double> SubmitAsync(int jobs) => (await AskAsync(new { @do = "bulk", count = jobs })).Seconds!.Value;

    public async Task<double> DrainAsync(int jobs) => (await AskAsync(new { @do = "drain" })).Seconds!.Value;

    public async Task<double> RunAsync(int jobs) => (await AskAsync(new { @do = "run", count = jobs })).Seconds!.Value;

    public async Task<double[]> SingleAsync(int jobs) => (await AskAsync(new { @do = "single", count = jobs })).Samples!;

    public async Task<double[]> SteadyAsync(double rate, double seconds) =>
        (await AskAsync(new { @do = "steady", rate, seconds })).Samples!;

    public async Task<double[]> CancelAsync(int jobs) => (await AskAsync(new { @do = "cancel", count = jobs })).Samples!;

    public async Task<(double Seconds, long[] Results)> FanAsync(int jobs, int n)
    {
        var reply = await AskAsync(new { @do = "fan", count = jobs, n });
        return (reply.Seconds!.Value, reply.Results!);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _workers.Append(client))
            await process.DisposeAsync();
        await server.DisposeAsync();
    }

    private async Task<Reply> AskAsync(object request)
    {
        var reply = Read(await client.AskAsync(JsonSerializer.Serialize(request)));
        return reply.Error is null ? reply : throw new BenchException(reply.Error);
    }

    private static Reply Read(string line) => JsonSerializer.Deserialize<Reply>(line, JsonSerializerOptions.Web)!;

    private sealed record Reply(string? Version, double? Seconds, double[]? Samples, long[]? Results, string? Error);
}
