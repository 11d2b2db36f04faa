using System.Diagnostics;
using System.Globalization;

namespace Gristmill.Bench;

/// <summary>A server of the benchmark's own: on a free port of this machine, its files in a temporary folder.</summary>
internal sealed class Server(TemporaryFolder folder, string? version = null, int port = 0, ChildProcess? process = null,
    ChildProcess? helper = null)
    : IAsyncDisposable
{
    /// <summary>Null if there is only a folder.</summary>
    public string? Version => version;

    public int Port => port;

    public ChildProcess? Process => process;

    public TemporaryFolder Folder => folder;

    /// <summary>No server: a folder for a system that keeps files itself.</summary>
    public static Task<Server> FolderAsync() => Task.FromResult(new Server(new TemporaryFolder()));

    /// <summary>Redis with an append-only file.</summary>
    /// <param name="fsync">
    /// When the file is synced: everysec, which is Redis' own choice, or always, before a command is answered.
    /// </param>
    public static async Task<Server> RedisAsync(string fsync)
    {
        var (folder, port) = (new TemporaryFolder(), ChildProcess.FreePort());
        try
        {
            var process = await ChildProcess.StartAsync(
                new ProcessStartInfo("redis-server",
                [
                    "--port", Text(port), "--bind", "127.0.0.1", "--dir", folder.Path, "--save", "",
                    "--appendonly", "yes", "--appendfsync", fsync, "--daemonize", "no",
                ]),
                line => line.Contains("Ready to accept connections", StringComparison.Ordinal));
            return new Server(folder, await VersionAsync("redis-server", "--version"), port, process);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>RabbitMQ, with a port mapper of its own: the one that Erlang would start outlives it.</summary>
    public static async Task<Server> RabbitAsync()
    {
        var (folder, port, mapper, distribution) =
            (new TemporaryFolder(), ChildProcess.FreePort(), ChildProcess.FreePort(), ChildProcess.FreePort());
        ChildProcess? epmd = null;
        try
        {
            File.WriteAllText(folder["rabbitmq.conf"], "log.console = true\nlog.console.level = info\n");
            epmd = await ChildProcess.StartAsync(
                new ProcessStartInfo("epmd", ["-d", "-d", "-port", Text(mapper), "-address", "127.0.0.1"]),
                line => line.Contains("entering the main select", StringComparison.Ordinal));
            var process = await ChildProcess.StartAsync(
                new ProcessStartInfo(RabbitProgram)
                {
                    Environment =
                    {
                        ["HOME"] = folder.Path,
                        ["ERL_EPMD_PORT"] = Text(mapper),
                        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
                        ["RABBITMQ_NODENAME"] = "bench@localhost",
                        ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
                        ["RABBITMQ_NODE_PORT"] = Text(port),
                        ["RABBITMQ_DIST_PORT"] = Text(distribution),
                        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
                        ["RABBITMQ_MNESIA_BASE"] = folder["data"],
                        ["RABBITMQ_LOG_BASE"] = folder["log"],
                        ["RABBITMQ_CONFIG_FILE"] = folder["rabbitmq"],
                        ["RABBITMQ_CONF_ENV_FILE"] = folder["none"],
                        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = folder["plugins"],
                    },
                },
                line => line.Contains("Server startup complete", StringComparison.Ordinal));
            var version = await VersionAsync("dpkg-query", "-W", "-f", "RabbitMQ ${source:Upstream-Version}", "rabbitmq-server");
            return new Server(folder, version, port, process, epmd);
        }
        catch
        {
            if (epmd is not null)
                await epmd.DisposeAsync();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Debian's; the one on the path wants to be the system's service.</summary>
    public const string RabbitProgram = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
            await process.DisposeAsync();
        if (helper is not null)
            await helper.DisposeAsync();
        folder.Dispose();
    }

    private static async Task<string> VersionAsync(string program, params string[] arguments)
    {
        using var asked =
            System.Diagnostics.Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var text = await asked.StandardOutput.ReadToEndAsync();
        await asked.WaitForExitAsync();
        return text.Split(" sha=")[0].Replace("server v=", "", StringComparison.Ordinal).Trim();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
