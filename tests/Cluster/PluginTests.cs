using Gristmill.Plugins.Tests;

namespace Gristmill.Cluster;

/// <summary>Plugins on a running cluster, by the console.</summary>
public sealed class PluginTests
{
    private const string Fibonacci = "gwexample.analyses.tasks.fibonacci";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private static readonly string Bundled = Path.Combine(AppContext.BaseDirectory, "plugins", "gwexample", "0.1.0");

    [Fact]
    public async Task The_example_is_packed_installed_disabled_enabled_and_removed_on_running_silos()
    {
        await using var cluster = await TestCluster.HostAsync("one", "two");
        Assert.Equal(0, (await cluster.ConsoleAsync("plugins", "disable", "gwexample")).Exit);

        var package = (await cluster.ConsoleAsync("plugins", "pack", Bundled, "--to", cluster.Data)).Output.Trim();
        Assert.Equal((0, "gwexample 0.1.0  Disabled"), Answer(await cluster.ConsoleAsync("plugins", "add", package)));
        Assert.Equal((0, "gwexample 0.1.0  Working"), Answer(await cluster.ConsoleAsync("plugins", "enable", "gwexample")));
        Assert.Equal((0, "121393"), Answer(await cluster.ConsoleAsync("run", Fibonacci, "26")));

        var shown = (await cluster.ConsoleAsync("plugins", "show", "gwexample")).Output;
        Assert.Contains($"folder  {Path.Combine(cluster.Data, "plugins", "gwexample", "0.1.0")}", shown,
            StringComparison.Ordinal);
        Assert.Contains("silos   one, two", shown, StringComparison.Ordinal);

        var removed = await cluster.ConsoleAsync("plugins", "remove", "gwexample");
        Assert.Equal((0, "gwexample 0.1.0  Working"), Answer(removed)); // The one that comes with the silos is left.
        Assert.Equal((0, "121393"), Answer(await cluster.ConsoleAsync("run", Fibonacci, "26")));
    }

    [Fact]
    public async Task Jobs_of_a_plugin_that_is_disabled_wait_and_say_so_and_run_when_it_is_enabled()
    {
        await using var cluster = await TestCluster.HostAsync("one");
        await cluster.Jobs.PauseQueueAsync("default"); // So that it has not run before.
        var job = await cluster.Jobs.SubmitAsync(Fibonacci, 26);

        Assert.Equal((0, "gwexample 0.1.0  Disabled"), Answer(await cluster.ConsoleAsync("plugins", "disable", "gwexample")));
        await cluster.Jobs.ResumeQueueAsync("default");
        Assert.Contains($"No silo offers {Fibonacci}; the job waits until one does.",
            (await cluster.ConsoleAsync("status", $"{job.Id}")).Output, StringComparison.Ordinal);
        await cluster.ConsoleAsync("plugins", "enable", "gwexample");

        Assert.Equal("121393", (await job.WaitAsync(Cancel)).Result);
    }

    [Fact]
    public async Task The_example_comes_as_a_package_is_in_the_banner_of_a_silo_that_starts_and_computes_121393()
    {
        await using var cluster = await TestCluster.StartAsync();
        var package = (await cluster.ConsoleAsync("plugins", "pack", Bundled, "--to", cluster.Data)).Output.Trim();
        Assert.Equal((0, "gwexample 0.1.0  Installed"), Answer(await cluster.ConsoleAsync("plugins", "add", package)));

        var silo = await cluster.AddSiloAsync("one", "-l", "info");

        var banner = silo.Output.Split('\n');
        Assert.Contains("    gwexample 0.1.0", banner);
        Assert.Contains($"    {Fibonacci}", banner);
        Assert.Contains("one ready", banner);
        Assert.Contains($"folder  {Path.Combine(cluster.Data, "plugins", "gwexample", "0.1.0")}",
            (await cluster.ConsoleAsync("plugins", "show", "gwexample")).Output, StringComparison.Ordinal);
        Assert.Equal((0, "121393", ""), await cluster.ConsoleAsync("run", Fibonacci, "26"));
    }

    [Fact]
    public async Task A_silo_without_a_plugin_never_gets_its_jobs_which_wait_while_there_is_no_other()
    {
        using var folders = new PluginFolders();
        folders.Add("own", "1.0", "public static class Tasks { [JobTask(Name = \"own.task\")] public static void Own() { } }");
        await using var cluster = await TestCluster.HostAsync("without");
        var with = await cluster.AddSiloAsync("with", "--plugins", folders.Root, "--concurrency", "1");
        var jobs = await Task.WhenAll(Enumerable.Range(0, 300)
            .Select(i => cluster.Jobs.SubmitAsync(i % 3 == 0 ? "own.task" : "gwexample.analyses.tasks.noop")));

        var ended = await Task.WhenAll(jobs.Select(job => job.WaitAsync(Cancel)));

        Assert.All(ended, job => Assert.Equal((JobStatus.Success, 1), (job.Status, job.Attempt)));
        Assert.Equal(["with"], ended.Where(job => job.Task == "own.task").Select(job => job.Silo).Distinct());
        Assert.Contains(ended, job => job.Silo == "without"); // It does take jobs.

        await cluster.Jobs.PauseQueueAsync("default");
        var waiting = await cluster.Jobs.SubmitAsync("own.task");
        with.Signal(PosixSignals.Terminate);
        await with.ExitAsync();
        await cluster.Jobs.ResumeQueueAsync("default");
        await cluster.Jobs.RunAsync<int?>("gwexample.analyses.tasks.noop");
        // The silo that is left hears of it within a second or so.
        while (!(await cluster.ConsoleAsync("status", $"{waiting.Id}"))
            .Output.Contains("No silo offers own.task; the job waits until one does.", StringComparison.Ordinal))
            Assert.Null((await waiting.GetAsync()).Started);
        await cluster.AddSiloAsync("again", "--plugins", folders.Root);
        Assert.Equal(("again", 1), await waiting.WaitAsync(Cancel) is var job ? (job.Silo, job.Attempt) : default);
    }

    [Fact]
    public async Task What_a_plugin_changes_of_its_silo_is_in_the_banner_and_holds_for_all_tasks()
    {
        using var folders = new PluginFolders();
        folders.Add("strict", "1.0", """
            [assembly: WorkerPlugin("strict", typeof(Strict))]
            public class Strict : IWorkerPlugin { public void Configure(PluginBuilder plugin) => plugin.Silo.LogLines = 3; }
            """);
        await using var cluster = await TestCluster.StartAsync();

        var silo = await cluster.AddSiloAsync("one", "--plugins", folders.Root);

        Assert.Contains("    strict 1.0  changes the silo: LogLines 3", silo.Output.Split('\n'));
        Assert.Contains("changes  LogLines 3", (await cluster.ConsoleAsync("plugins", "show", "strict")).Output,
            StringComparison.Ordinal);
        var (_, id, _) = await cluster.ConsoleAsync("submit", "gwexample.analyses.printer.print", "5", "0");
        await cluster.ConsoleAsync("watch", id);
        Assert.Contains("the job's log limit is 3 lines", (await cluster.ConsoleAsync("logs", id)).Output,
            StringComparison.Ordinal);
    }

    private static (int Exit, string Output) Answer((int Exit, string Output, string Errors) console) =>
        (console.Exit, console.Output.Trim());
}
