namespace Gristmill.Bench;

/// <summary>Sidekiq, Debian's package, on Debian's Redis.</summary>
internal static class Sidekiq
{
    public static IEnumerable<JobSystem> Systems =>
    [
        Redis("sidekiq", "everysec",
            "append-only file synced every second: the last second may be lost; running jobs are lost with their worker"),
        Redis("sidekiq-fsync", "always",
            "append-only file synced before a command is answered; running jobs are lost with their worker"),
    ];

    private static JobSystem Redis(string name, string fsync, string durability) => new(
        name, "a Ruby process, 10 threads (fan-out: a process per core)", durability, ["ruby", "sidekiq", "redis-server"],
        workers => StartAsync(fsync, workers))
    {
        ProcessesForAllCores = Environment.ProcessorCount,
    };

    private static Task<ISession> StartAsync(string fsync, int workers)
    {
        (string, string)[] Environment(Server server) => [("REDIS_URL", $"redis://127.0.0.1:{server.Port}/0")];

        return PeerSession.StartAsync(
            () => Server.RedisAsync(fsync),
            server => Peers.Start("sidekiq", Environment(server), "ruby", "driver.rb"),
            server => Peers.Start("sidekiq", Environment(server), "sidekiq", "-r", "./jobs.rb", "-c", "10", "-e", "production"),
            workers);
    }
}
