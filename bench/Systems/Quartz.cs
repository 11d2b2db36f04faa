namespace Gristmill.Bench;

/// <summary>
/// Quartz.NET with its job store in an SQLite file, which one process may use: client and workers are the same process.
/// </summary>
internal static class Quartz
{
    private static readonly string Program = Repository.Metadata("QuartzProgram");

    public static JobSystem System { get; } = new(
        "quartz", "10 threads, in the client's process",
        "triggers in an SQLite file (WAL, fsync); no results, no record of what ran", [Program],
        workers => PeerSession.StartAsync(
            Server.FolderAsync,
            server => Peers.Start("quartz", [], "dotnet", "exec", Program, server.Folder["quartz.db"]),
            null,
            workers));
}
