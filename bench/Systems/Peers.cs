using System.Diagnostics;

namespace Gristmill.Bench;

/// <summary>Where the peers' programs are, and how they are started.</summary>
internal static class Peers
{
    /// <summary>What installs them.</summary>
    public const string Installer = "bench/install-peers.sh";

    private static readonly string Folder = Path.Combine(Repository.Root, "bench", "peers");

    public static string File(string name) => Path.Combine(Folder, name);

    /// <summary>A program in the folder of a peer, with variables of its own.</summary>
    public static ProcessStartInfo Start(string peer, IEnumerable<(string Name, string Value)> environment, string program,
        params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = File(peer) };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }
}
