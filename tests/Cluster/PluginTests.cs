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
        await using var cluster = await TestCluster.StartAsync("one", "two");
        Assert.Equal(0, (await cluster.ConsoleAsync("plugins", "disable", "gwexample")).Exit);

        var package = (await cluster.ConsoleAsync("plugins", "pack", Bundled, "--to", cluster.Data)).Output.Trim();
        Assert.Equal((0, "gwexample 0.1.0  Disabled"), Answer(await cluster.ConsoleAsync("plugins", "add", package)));
        Assert.Equal((0, "gwexample 0.1.0  Working"), Answer(await cluster.ConsoleAsync("plugins", "enable", "gwexample")));
        Assert.Equal((0, "121393"), Answer(await cluster.ConsoleAsync("run", Fibonacci, "26")));

        var shown = (await cluster.ConsoleAsync("plugins", "show", "gwexample")).Output;
        Assert.Contains($"folder  {Path.Combine(cluster.Data, "plugins", "gwexample", "0.1.0")}", shown, StringComparison.Ordinal);
        Assert.Contains("silos   one, two", shown, StringComparison.Ordinal);

        var removed = await cluster.ConsoleAsync("plugins", "remove", "gwexample");
        Assert.Equal((0, "gwexample 0.1.0  Working"), Answer(removed)); // The one that comes with the silos is left.
        Assert.Equal((0, "121393"), Answer(await cluster.ConsoleAsync("run", Fibonacci, "26")));
    }

    [Fact]
    public async Task Jobs_of_a_plugin_that_is_disabled_wait_and_say_so_and_run_when_it_is_enabled()
    {
        await using var cluster = await TestCluster.StartAsync("one");
        await cluster.Jobs.PauseQueueAsync("default"); // So that it has not run before.
        var job = await cluster.Jobs.SubmitAsync(Fibonacci, 26);

        Assert.Equal((0, "gwexample 0.1.0  Disabled"), Answer(await cluster.ConsoleAsync("plugins", "disable", "gwexample")));
        await cluster.Jobs.ResumeQueueAsync("default");
        Assert.Contains($"No silo offers {Fibonacci}; the job waits until one does.", (await cluster.ConsoleAsync("status", $"{job.Id}")).Output, StringComparison.Ordinal);
        await cluster.ConsoleAsync("plugins", "enable", "gwexample");

        Assert.Equal("121393", (await job.WaitAsync(Cancel)).Result);
    }

    [Fact]
    public async Task A_broken_plugin_is_named_with_its_reason_by_the_banner_and_the_console_and_the_others_work()
    {
        var extra = Directory.CreateTempSubdirectory("gristmill-extra-");
        try
        {
            var folder = Directory.CreateDirectory(Path.Combine(extra.FullName, "bad", "1.0"));
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "bad.dll"), "MZ, so to speak", Cancel);
            await using var cluster = await TestCluster.StartAsync("without");
            await cluster.AddSiloAsync("with", "--plugins", extra.FullName);

            var plugins = await cluster.ConsoleAsync("plugins");

            Assert.Contains("bad        1.0      Broken", plugins.Output, StringComparison.Ordinal);
            Assert.Contains("bad 1.0  NOT LOADED: bad.dll is not a .NET assembly, or is damaged", cluster.Silo("with").Output, StringComparison.Ordinal);
            Assert.DoesNotContain("bad", cluster.Silo("without").Output, StringComparison.Ordinal);
            Assert.Equal((0, "121393"), Answer(await cluster.ConsoleAsync("run", Fibonacci, "26")));
        }
        finally
        {
            extra.Delete(recursive: true);
        }
    }

    private static (int Exit, string Output) Answer((int Exit, string Output, string Errors) console) => (console.Exit, console.Output.Trim());
}
