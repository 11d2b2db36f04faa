namespace Gristmill.Bench;

/// <summary>Celery, the engine of Girder Worker: Debian's packages.</summary>
internal static class Celery
{
    // The one that Debian's packages belong to; another may come first on the path.
    private const string Python = "/usr/bin/python3";
    private const string Cancellation = "kills the worker's process";
    private const string Workers = "prefork, a process per core, prefetch 64, late acknowledgement";

    public static IEnumerable<JobSystem> Systems =>
    [
        new("celery-rabbitmq", Workers,
            "durable queue, persistent messages, publisher confirms; results in memory",
            ["celery", Python, "epmd", Server.RabbitProgram],
            workers => StartAsync(Server.RabbitAsync, server => $"amqp://guest:guest@127.0.0.1:{server.Port}//", _ => "rpc://", workers)) { Cancellation = Cancellation },
        Redis("celery-redis", "everysec", "append-only file synced every second: the last second may be lost"),
        Redis("celery-redis-fsync", "always", "append-only file synced before a command is answered") with { OnRequest = true },
    ];

    private static JobSystem Redis(string name, string fsync, string durability) => new(
        name, Workers, durability, ["celery", Python, "redis-server"],
        workers => StartAsync(() => Server.RedisAsync(fsync), Url, Url, workers))
    {
        Cancellation = Cancellation,
    };

    private static string Url(Server server) => $"redis://127.0.0.1:{server.Port}/0";

    private static Task<ISession> StartAsync(Func<Task<Server>> start, Func<Server, string> broker, Func<Server, string> backend,
        int workers)
    {
        IEnumerable<(string, string)> Environment(Server server) =>
            [("BENCH_BROKER", broker(server)), ("BENCH_BACKEND", backend(server)), ("PYTHONDONTWRITEBYTECODE", "1")];

        return PeerSession.StartAsync(
            start,
            server => Peers.Start("celery", Environment(server), Python, "driver.py"),
            server => Peers.Start("celery", Environment(server), Python, "-m", "celery", "-A", "tasks", "worker", "-l", "WARNING",
                "-P", "prefork",
                "-c", $"{System.Environment.ProcessorCount}", "--without-gossip", "--without-mingle"),
            workers);
    }
}
