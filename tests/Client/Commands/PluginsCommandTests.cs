using System.Text.Json;
using Gristmill.Client.Clusters;
using Gristmill.Client.Tests.Fakes;
using Gristmill.Plugins.Tests;

namespace Gristmill.Client.Tests.Commands;

/// <summary>The commands for plugins, on a data folder of their own. The example plugin comes with the program.</summary>
public sealed class PluginsCommandTests : IDisposable
{
    private static readonly string Bundled = Path.Combine(AppContext.BaseDirectory, "plugins", "gwexample", "0.1.0");

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("plugins-command-");
    private readonly FakeCluster _nobody = new() { Unreachable = new NoClusterException("no silo") };

    private string Installed => Path.Combine(_data.FullName, "plugins", "gwexample");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Plugins_are_listed_with_what_silos_say_of_them()
    {
        var cluster = new FakeCluster
        {
            Plugins = () =>
            [
                new("one", [Plugin("gwexample", "2.0", PluginState.Broken, "no licence"), Plugin("gwexample", "1.0"),
                    Plugin("other", "3.1")]),
                new("two", [Plugin("gwexample", "2.0"), Plugin("other", "3.1", PluginState.Disabled)]),
            ],
        };

        Assert.Equal(
            (0, """
                PLUGIN     VERSION  STATE      TASKS  SILOS  REASON
                gristmill  0.1.0    Installed
                gwexample  2.0      Broken            one    no licence
                gwexample  2.0      Working    1      two
                gwexample  1.0      Working    1      one
                gwexample  0.1.0    Installed
                other      3.1      Working    1      one
                other      3.1      Disabled          two

                """.ReplaceLineEndings("\n"), ""),
            await RunAsync(cluster, "plugins"));
        Assert.Contains("""{"name":"gwexample","version":"2.0","state":"Broken","reason":"no licence","silos":["one"],"tasks":[],"folder":"/g/2.0","siloChanges":[]}""", (await RunAsync(cluster, "plugins", "list", "-o", "json")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_is_shown_with_its_tasks_and_folders()
    {
        var cluster = new FakeCluster { Plugins = () => [new("one", [Plugin("p", "2.0")])] };

        Assert.Equal(
            (0, """
                plugin  p 2.0
                state   Working
                silos   one
                folder  /p/2.0
                task    p.task

                """.ReplaceLineEndings("\n"), ""),
            await RunAsync(cluster, "plugins", "show", "p"));
    }

    [Fact]
    public async Task A_package_is_made_installed_disabled_enabled_and_removed_without_a_silo()
    {
        const string Remark = "gristmill: no silo runs; this is what is on disk\n";
        var package = Path.Combine(_data.FullName, "gwexample.0.1.0.nupkg");

        Assert.Equal((0, package + "\n", ""), await RunAsync(_nobody, "plugins", "pack", Bundled, "--to", _data.FullName));
        Assert.Equal((0, "gwexample 0.1.0  Installed\n", Remark), await RunAsync(_nobody, "plugins", "add", package));
        Assert.True(File.Exists(Path.Combine(Installed, "0.1.0", "gwexample.dll")));
        Assert.Equal((0, "gwexample 0.1.0  Disabled\n", Remark), await RunAsync(_nobody, "plugins", "disable", "gwexample"));
        Assert.Equal((0, "gwexample 0.1.0  Installed\n", Remark), await RunAsync(_nobody, "plugins", "enable", "gwexample"));
        Assert.Equal(
            (0, "gwexample 0.1.0  Installed\n", Remark + "gristmill: gwexample 0.1.0 is removed\n"),
            // The one that comes with the program is left.
            await RunAsync(_nobody, "plugins", "remove", "gwexample"));
        Assert.False(Directory.Exists(Installed));
    }

    [Fact]
    public async Task With_silos_it_waits_until_they_have_followed_and_fails_if_one_cannot()
    {
        var asked = 0;
        var cluster = new FakeCluster
        {
            Plugins = () => ++asked switch
            {
                1 => [new("one", []), new("two", [])],
                2 => [new("one", [Plugin("gwexample", "0.1.0")]), new("two", [])],
                _ => [new("one", [Plugin("gwexample", "0.1.0")]),
                    new("two", [Plugin("gwexample", "0.1.0", PluginState.Broken, "no licence")])],
            },
        };

        var added = await RunAsync(cluster, "plugins", "add", Bundled);

        Assert.Equal((2, "gwexample 0.1.0  Working\ngwexample 0.1.0  Broken  no licence\n", ""), added);
    }

    [Theory]
    [InlineData("there is no plugin 'nothing'; those are gristmill, gwexample", "plugins", "remove", "nothing")]
    [InlineData("there is no plugin 'nothing'; those are gristmill, gwexample", "plugins", "show", "nothing")]
    [InlineData("plugin 'gwexample' has no version 7; those are 0.1.0", "plugins", "enable", "gwexample", "7")]
    [InlineData("there is no file or folder '/nowhere'", "plugins", "add", "/nowhere")]
    [InlineData("there is no project or folder '/nowhere'", "plugins", "pack", "/nowhere")]
    [InlineData("FILE|FOLDER is missing; `gristmill plugins add --help` tells more", "plugins", "add")]
    public async Task A_mistake_is_told_in_one_line(string says, params string[] typed) =>
        Assert.Equal((2, "", $"gristmill: {says}\n"), await RunAsync(new FakeCluster(), typed));

    [Fact]
    public async Task What_is_no_project_is_not_published()
    {
        var file = Path.Combine(_data.CreateSubdirectory("solution").FullName, "README.md");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        foreach (var source in new[] { file, Path.GetDirectoryName(file)! })
            Assert.Equal(
                (2, "", $"gristmill: '{source}' is no project and holds no assembly; name the plugin's project, or the folder that a publish of it left\n"),
                await RunAsync(new FakeCluster(), "plugins", "pack", source));
    }

    [Fact]
    public async Task A_plugin_is_checked_in_its_folder_and_in_a_package_and_nothing_is_installed()
    {
        var package = (await RunAsync(_nobody, "plugins", "pack", Bundled, "--to", _data.FullName)).Output.Trim();

        foreach (var source in new[] { Bundled + "/", package })
        {
            var (exit, output, errors) = await RunAsync(_nobody, "plugins", "check", source);
            Assert.Equal((0, ""), (exit, errors));
            Assert.StartsWith("plugin  gwexample 0.1.0\nstate   Working\n", output, StringComparison.Ordinal);
            Assert.Contains("task    gwexample.analyses.tasks.fibonacci\n", output, StringComparison.Ordinal);
        }
        var view = JsonElement.Parse((await RunAsync(_nobody, "plugins", "check", package, "-o", "json")).Output);
        Assert.Equal(("gwexample", "Working"), (view.GetProperty("name").GetString(), view.GetProperty("state").GetString()));
        Assert.False(Directory.Exists(Path.Combine(_data.FullName, "plugins")));
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_plugin_is_told_a_line_each()
    {
        using var folders = new PluginFolders();
        var folder = folders.Add("p", "1.0", """
            [assembly: WorkerPlugin("p", typeof(P))]
            [assembly: System.Reflection.AssemblyInformationalVersion("new")]
            public class P : IWorkerPlugin;
            public static class Tasks
            {
                [JobTask] public static void One(ref int n) { }
                [JobTask] public static async void Two() => await Task.Yield();
            }
            """);

        Assert.Equal(
            (2, "", """
                gristmill: '1.0': its version is 'new'; one is 1 to 64 letters, digits, '.' and '-', and begins with a digit
                gristmill: '1.0': Tasks.One cannot be a task: it takes 'n' by reference (ref, in or out)
                gristmill: '1.0': Tasks.Two cannot be a task: it is async void; it must return Task

                """.ReplaceLineEndings("\n")),
            await RunAsync(_nobody, "plugins", "check", folder));
        var (exit, _, errors) = await RunAsync(_nobody, "plugins", "check", folder, "-o", "json");
        Assert.Equal((2, 3), (exit, JsonElement.Parse(errors).GetProperty("error").GetProperty("problems").GetArrayLength()));
    }

    [Fact]
    public async Task What_is_no_plugin_is_refused_with_the_reason()
    {
        var empty = _data.CreateSubdirectory("empty");

        var (exit, _, errors) = await RunAsync(new FakeCluster(), "plugins", "add", empty.FullName);

        Assert.Equal((2,
            $"gristmill: 'empty' was not installed: no assembly in it has an entry point: [assembly: WorkerPlugin(name, typeof(…))]\n"), (exit, errors));
    }

    [Fact]
    public async Task A_plugin_that_comes_with_the_program_is_not_removed_but_can_be_disabled() => Assert.Equal(
        (2, "", $"gristmill: plugin 'gwexample' is not in {Path.GetDirectoryName(Installed)} but comes with the program, in {Bundled}; `gristmill plugins disable gwexample` has silos leave it out\n"),
        await RunAsync(new FakeCluster(), "plugins", "remove", "gwexample"));

    private Task<(int Exit, string Output, string Errors)> RunAsync(FakeCluster cluster, params string[] typed) =>
        TestConsole.RunAsync(cluster, [.. typed, "--data", _data.FullName]);

    private static PluginInfo Plugin(string name, string version, PluginState state = PluginState.Working,
        string? reason = null) =>
        new(name, version, $"/{name[0]}/{version}", state, reason, state is PluginState.Working ? [$"{name}.task"] : []);
}
