using System.Runtime.InteropServices;
using Gristmill.Plugins.Tests;

namespace Gristmill.Cluster;

/// <summary>Packages of a plugin, version after version, on running silos, by the console.</summary>
public sealed partial class PluginUpgradeTests : IDisposable
{
    private static readonly string[] Silos = ["one", "two"];
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly PluginFolders _folders = new();

    public void Dispose() => _folders.Dispose();

    [Fact]
    public async Task An_upgrade_under_load_fails_no_job_and_the_old_version_leaves_disk_and_memory_with_its_last_job()
    {
        await using var cluster = await TestCluster.StartAsync();
        await Task.WhenAll(Silos.Select(name => cluster.AddSiloAsync(name, "--concurrency", "16")));
        await cluster.ConnectAsync();
        Assert.Equal((0, "hot 1.0.0  Working", ""), await AddAsync(cluster, "1.0.0"));
        var installed = Path.Combine(cluster.Data, "plugins", "hot", "1.0.0");
        var old = Copies(cluster).Single(copy => File.Exists(Path.Combine(copy, "content", "hot.dll")));
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var load = Enumerable.Range(0, 6).Select(_ => RunJobsAsync(cluster, enough.Token)).ToArray();
        var held = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => cluster.Jobs.SubmitAsync("hot.hold", Go(cluster))));
        await Task.WhenAll(held.Select(MainJobTests.RunningAsync));

        var added = await AddAsync(cluster, "2.0.0");

        Assert.Equal((0, "hot 2.0.0  Working\nhot 1.0.0  Installed", ""), added);
        var since = await EndedAsync(await Task.WhenAll(Enumerable.Range(0, 100)
            .Select(_ => cluster.Jobs.SubmitAsync("hot.version"))));
        Assert.All(since, job => Assert.Equal((JobStatus.Success, "\"2.0.0\""), (job.Status, job.Result)));
        Assert.Equal(Silos, since.Select(job => job.Silo).Distinct().Order());
        Assert.True(IsInMemory(cluster, old));
        await cluster.ConsoleAsync("plugins", "remove", "hot", "1.0.0");
        Assert.False(Directory.Exists(installed));
        Assert.True(Directory.Exists(old), "jobs still run on it");

        await File.WriteAllTextAsync(Go(cluster), "", Cancel);
        var ended = await EndedAsync(held);
        await enough.CancelAsync();
        var versions = (await Task.WhenAll(load)).SelectMany(ran => ran).ToArray();

        Assert.All(ended, job => Assert.Equal((JobStatus.Success, "\"1.0.0\"", 1), (job.Status, job.Result, job.Attempt)));
        Assert.Equal(["1.0.0", "2.0.0"], versions.Distinct().Order(StringComparer.Ordinal));
        await GoneAsync(() => Directory.Exists(old) || IsInMemory(cluster, old));
        Assert.DoesNotContain("1.0.0", (await cluster.ConsoleAsync("plugins", "show", "hot")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_installation_that_is_killed_half_way_leaves_the_version_before_and_is_made_good_by_the_next()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a named pipe in a folder");
        await using var cluster = await TestCluster.StartAsync("one");
        await AddAsync(cluster, "1.0.0");
        var built = Build("2.0.0");
        var pipe = Path.Combine(built, "zz"); // The last of the files; reading it stops the installation.
        Assert.Equal(0, MakeFifo(pipe, 0b110_000_000));
        await using var adding = ProgramRun.Start("ConsoleProgram", "plugins", "add", built, "--data", cluster.Data);
        // Can be opened when the other end has been.
        var end = await Task.Run(() => new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite), Cancel);
        var plugins = Path.Combine(cluster.Data, "plugins");
        await using (end)
        {
            // Once it is killed, silos delete what it leaves.
            Assert.True(File.Exists(Path.Combine(Assert.Single(Directory.GetDirectories(plugins, ".draft-*")), "hot.dll")));
            adding.Signal(PosixSignals.Kill);
            await adding.ExitAsync();
        }

        Assert.Equal((0, "\"1.0.0\"", ""), await cluster.ConsoleAsync("run", "hot.version"));
        await cluster.AddSiloAsync("two");
        Assert.DoesNotContain("2.0.0", (await cluster.ConsoleAsync("plugins", "show", "hot")).Output, StringComparison.Ordinal);

        File.Delete(pipe);
        var package = (await cluster.ConsoleAsync("plugins", "pack", built, "--to", cluster.Data)).Output;
        Assert.Equal((0, "hot 2.0.0  Working\nhot 1.0.0  Installed", ""), await cluster.ConsoleAsync("plugins", "add", package));
        Assert.Equal((0, "\"2.0.0\"", ""), await cluster.ConsoleAsync("run", "hot.version"));
        Assert.Empty(Directory.GetDirectories(plugins, ".draft-*"));
    }

    private static string Go(TestCluster cluster) => Path.Combine(cluster.Data, "go");

    private async Task<(int, string, string)> AddAsync(TestCluster cluster, string version)
    {
        var package = (await cluster.ConsoleAsync("plugins", "pack", Build(version), "--to", cluster.Data)).Output;
        return await cluster.ConsoleAsync("plugins", "add", package);
    }

    private static async Task<List<string>> RunJobsAsync(TestCluster cluster, CancellationToken enough)
    {
        var versions = new List<string>();
        while (!enough.IsCancellationRequested)
            versions.Add((await cluster.Jobs.RunAsync<string>("hot.version"))!);
        return versions;
    }

    private static Task<JobView[]> EndedAsync(JobHandle[] jobs) => Task.WhenAll(jobs.Select(job => job.WaitAsync(Cancel)));

    private static string[] Copies(TestCluster cluster) => Directory.GetDirectories(Path.Combine(cluster.Data, "plugin-copies"));

    // What is loaded is mapped into the process.
    private static bool IsInMemory(TestCluster cluster, string folder) => OperatingSystem.IsLinux()
        && Silos.Any(silo => File.ReadAllText($"/proc/{cluster.Silo(silo).Id}/maps").Contains(folder, StringComparison.Ordinal));

    // Silos see to it by themselves.
    private static async Task GoneAsync(Func<bool> isThere)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (isThere() && await timer.WaitForNextTickAsync(Cancel))
        {
        }
    }

    private string Build(string version) => _folders.Add("hot", version, $$"""
        [assembly: WorkerPlugin("hot", typeof(Hot))]
        [assembly: System.Reflection.AssemblyInformationalVersion("{{version}}")]
        public class Hot : IWorkerPlugin;
        public static class Tasks
        {
            [JobTask(Name = "hot.version")] public static async Task<string> Version(TaskContext task)
            {
                await task.Delay(1);
                return "{{version}}";
            }

            [JobTask(Name = "hot.hold")] public static async Task<string> Hold(TaskContext task, string until)
            {
                while (!System.IO.File.Exists(until))
                    await task.Delay(10);
                return "{{version}}";
            }
        }
        """);

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, uint mode);
}
