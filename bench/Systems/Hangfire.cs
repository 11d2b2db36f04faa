namespace Gristmill.Bench;

/// <summary>
/// Hangfire with its jobs in memory, or in an SQLite file from which two processes would take the same job: client and
/// workers are one process.
/// </summary>
internal static class Hangfire
{
    private static readonly string Program = Repository.Metadata("HangfireProgram");

    public static IEnumerable<JobSystem> Systems =>
    [
        System("hangfire-memory", "nothing: all is in the process's memory", _ => []),
        System("hangfire-sqlite",
            "jobs, states and results in an SQLite file (WAL, fsync); a job whose process is killed runs again after 30 minutes",
            server => [server.Folder["hangfire.db"]]),
    ];

    private static JobSystem System(string name, string durability, Func<Server, string[]> arguments) => new(
        name, "10 threads, in the client's process", durability, [Program],
        workers => PeerSession.StartAsync(
            Server.FolderAsync,
            server => Peers.Start("hangfire", [], "dotnet", ["exec", Program, .. arguments(server)]),
            null,
            workers))
    {
        Cancellation = "its workers look for cancellations every 100 ms",
    };
}
