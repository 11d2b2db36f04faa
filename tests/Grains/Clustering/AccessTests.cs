using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Gristmill.Hosting.Clustering;
using Gristmill.Lifecycle;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Gristmill.Clustering;

/// <summary>
/// Every user of the machine can connect to a silo's loopback ports; only who can read the data folder calls its grains.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class AccessTests(SpecSilo silo)
{
    private const string Nobody = "65534";

    [Fact]
    public async Task A_process_without_the_secret_cannot_call_a_grain()
    {
        await using var intruder = TestProcess.Start(nameof(AccessRoles.Intrude), ClusterId(silo.Data), $"{Gateway()}");

        Assert.StartsWith("refused: ", await intruder.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_user_of_the_machine_cannot_call_a_grain_nor_read_the_secret()
    {
        if (Environment.UserName != "root" || !File.Exists("/usr/bin/setpriv"))
            Assert.Skip("needs root, to become another user");
        // Where the tests were built may be closed to others.
        using var open = new TestFolder();
        File.SetUnixFileMode(open.Path,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
            File.Copy(file, open[Path.GetFileName(file)]);

        var secret = await RunAsNobodyAsync("cat", new ClusterSecret(silo.Data).Path);
        var call = await RunAsNobodyAsync(
            "dotnet", "exec", open[Path.GetFileName(typeof(AccessRoles).Assembly.Location)], TestProcess.Switch,
            nameof(AccessRoles.Intrude),
            ClusterId(silo.Data), $"{Gateway()}");

        Assert.Equal("", secret);
        Assert.StartsWith("refused: ", call, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_whose_proof_is_wrong_is_closed()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(Gateway(), TestContext.Current.CancellationToken);
        await socket.SendAsync(new byte[64], TestContext.Current.CancellationToken);

        await using var stream = new NetworkStream(socket);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, TestContext.Current.CancellationToken);

        Assert.InRange(answer.Length, 0, 64); // The other side's nonce and proof at most.
    }

    [Fact]
    public void Files_of_the_cluster_are_the_users_own() =>
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(new ClusterSecret(silo.Data).Path));

    private static string ClusterId(string data)
    {
        var options = new ClusterOptions();
        SiloClustering.Name(options, data);
        return options.ClusterId;
    }

    private IPEndPoint Gateway()
    {
        using var file = new ClusterFile(silo.Data);
        var entry = file.Transact(rows => rows.All().Single(row => row.Entry.Status is SiloStatus.Active)).Entry;
        return new IPEndPoint(entry.SiloAddress.Endpoint.Address, entry.ProxyPort);
    }

    private static async Task<string> RunAsNobodyAsync(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "/usr/bin/setpriv", [$"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", "--", .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
            Environment = { ["DOTNET_EnableDiagnostics"] = "0", ["HOME"] = "/" },
        })!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        return await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
