namespace Gristmill.Bench;

/// <summary>BullMQ, from npm, on Debian's Redis.</summary>
internal static class BullMq
{
    public static IEnumerable<JobSystem> Systems =>
    [
        Redis("bullmq", "everysec", "append-only file synced every second: the last second may be lost"),
        Redis("bullmq-fsync", "always", "append-only file synced before a command is answered"),
    ];

    private static JobSystem Redis(string name, string fsync, string durability) => new(
        name, "a Node process, concurrency 50 (fan-out: a process per core, each 1)", durability,
        ["node", "redis-server", Peers.File("bullmq/node_modules/bullmq")],
        workers => StartAsync(fsync, workers))
    {
        ProcessesForAllCores = Environment.ProcessorCount,
    };

    private static Task<ISession> StartAsync(string fsync, int workers)
    {
        (string, string)[] Environment(Server server) =>
            [("BENCH_REDIS_PORT", $"{server.Port}"), ("BENCH_CONCURRENCY", workers > 1 ? "1" : "50"), ("NODE_ENV", "production")];

        return PeerSession.StartAsync(
            () => Server.RedisAsync(fsync),
            server => Peers.Start("bullmq", Environment(server), "node", "driver.js"),
            server => Peers.Start("bullmq", Environment(server), "node", "worker.js"),
            workers);
    }
}
