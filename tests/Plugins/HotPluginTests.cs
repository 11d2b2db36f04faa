using Gristmill.Execution.Discovery;
using Gristmill.Execution.Loading;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Plugins.Tests;

/// <summary>What a silo offers follows what is on disk.</summary>
public sealed class HotPluginTests : IDisposable
{
    private readonly PluginFolders _folders = new();
    private readonly PluginHost _plugins;

    public HotPluginTests()
    {
        _plugins = new(new ServiceCollection().BuildServiceProvider(),
            copies: new PluginCopies(Path.Combine(_folders.Root, ".copies")));
        _plugins.Load([], _folders.Root);
    }

    public void Dispose()
    {
        _plugins.Dispose();
        _folders.Dispose();
    }

    [Fact]
    public void A_plugin_that_comes_is_offered_and_one_that_goes_is_not()
    {
        var folder = Add("p", "1.0");
        Assert.True(_plugins.Refresh());
        Assert.Equal("p 1.0", Offered());

        Directory.Delete(folder, recursive: true);

        Assert.True(_plugins.Refresh());
        Assert.Empty(_plugins.Tasks);
        Assert.Empty(_plugins.Plugins);
    }

    [Fact]
    public void Nothing_new_changes_nothing()
    {
        Add("p", "1.0");
        _plugins.Refresh();
        var stamp = _plugins.Stamp;
        var task = _plugins.Tasks.Single();

        Assert.False(_plugins.Refresh());

        Assert.Equal(stamp, _plugins.Stamp);
        Assert.Same(task, _plugins.Tasks.Single());
    }

    [Fact]
    public void A_newer_version_takes_over_and_when_it_goes_the_older_one_does()
    {
        Add("p", "1.0");
        _plugins.Refresh();
        var newer = Add("p", "2.0");
        _plugins.Refresh();
        Assert.Equal("p 2.0", Offered());

        Directory.Delete(newer, recursive: true);
        _plugins.Refresh();

        Assert.Equal("p 1.0", Offered());
    }

    [Fact]
    public void A_newer_version_that_is_broken_leaves_the_older_one_at_work()
    {
        Add("p", "1.0");
        _plugins.Refresh();
        var running = _plugins.Tasks.Single();
        _folders.Add("p", "2.0",
            "public static class Tasks { static Tasks() => throw new InvalidOperationException(\"no\"); [JobTask] public static int P() => 2; }");

        Assert.True(_plugins.Refresh());

        Assert.Same(running, _plugins.Tasks.Single());
        Assert.Equal(
            [("2.0", PluginState.Broken, "the static constructor of Tasks failed: InvalidOperationException: no"),
                ("1.0", PluginState.Working, null)],
            _plugins.Plugins.Select(plugin => (plugin.Version, plugin.State, plugin.Reason)));
    }

    [Fact]
    public async Task A_version_whose_files_were_replaced_is_loaded_at_once_whatever_keeps_the_earlier_ones_in_memory()
    {
        const string Clinging =
            "public static class Tasks { static Tasks() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Keep(); static void Keep() { } [JobTask(Name = \"p.task\")] public static int P() => 0; }";
        foreach (var n in new[] { "1", "2", "1" })
        {
            var folder = _folders.Add("p", "1.0", Clinging.Replace("0", n, StringComparison.Ordinal));

            Assert.True(_plugins.Refresh());

            Assert.Equal((PluginState.Working, null), (_plugins.Plugins.Single().State, _plugins.Plugins.Single().Reason));
            Assert.Equal(n, await Invoke("p.task"));
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Files_that_are_written_into_while_a_run_is_on_them_do_it_no_harm()
    {
        var library = _folders.Library("Lib", "1.0.0.0", "public static class Lib { public static string Text => \"old\"; }");
        var folder =
            _folders.Add("p", "1.0",
            "public static class Tasks { [JobTask(Name = \"p.task\")] public static async Task<string> P(TaskContext task) { await task.Delay(100_000); return Later(); } static string Later() => Lib.Text; }", library);
        _plugins.Refresh();
        using var context = new TestTaskContext();
        using var use = _plugins.Use("p.task")!;
        var run = use.Task.InvokeAsync("[]", context);

        foreach (var file in Directory.GetFiles(folder))
            await File.WriteAllTextAsync(file, "no assembly", TestContext.Current.CancellationToken);
        _plugins.Refresh();
        context.Cancel(CancelReason.Requested);

        Assert.Equal("\"old\"", await run);
        Assert.Equal("p.dll is not a .NET assembly, or is damaged", _plugins.Plugins.Single().Reason);
    }

    [Fact]
    public void Who_offers_a_task_keeps_it_until_it_goes()
    {
        var first = Add("zz", "1.0", task: "shared");
        _plugins.Refresh();
        Add("aa", "1.0", task: "shared");
        _plugins.Refresh();
        Assert.Equal("zz", _plugins.Tasks.Single().Plugin);
        Assert.Equal("its task 'shared.task' is offered by plugin 'zz' already", _plugins.Plugins[0].Reason);

        Directory.Delete(first, recursive: true);
        _plugins.Refresh();

        Assert.Equal("aa", _plugins.Tasks.Single().Plugin);
        Assert.Null(_plugins.Plugins.Single().Reason);
    }

    [Fact]
    public void Of_a_disabled_plugin_nothing_is_loaded()
    {
        Add("p", "1.0");
        File.WriteAllText(Path.Combine(_folders.Root, "p", PluginPin.FileName), """{"Disabled":true}""");

        _plugins.Refresh();

        Assert.Empty(_plugins.Tasks);
        Assert.Equal((PluginState.Disabled, "1.0"), (_plugins.Plugins.Single().State, _plugins.Plugins.Single().Version));
        Assert.DoesNotContain(System.Runtime.Loader.AssemblyLoadContext.All, context =>
            context.Assemblies.Any(assembly => assembly.Location.StartsWith(_folders.Root, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_run_on_a_version_that_was_replaced_still_loads_its_libraries()
    {
        var library = _folders.Library("Lib", "1.0.0.0", "public static class Lib { public static string Text => \"old\"; }");
        _folders.Add("p", "1.0",
            "public static class Tasks { [JobTask(Name = \"p.task\")] public static async Task<string> P(TaskContext task) { await task.Delay(100_000); return Later(); } static string Later() => Lib.Text; }", library);
        _plugins.Refresh();
        using var context = new TestTaskContext();
        using var use = _plugins.Use("p.task")!;
        var run = use.Task.InvokeAsync("[]", context);
        _folders.Add("p", "2.0",
            "public static class Tasks { [JobTask(Name = \"p.task\")] public static string P() => \"new\"; }");
        _plugins.Refresh();

        context.Cancel(CancelReason.Requested);

        Assert.Equal("\"old\"", await run);
        Assert.Equal("\"new\"", await Invoke("p.task"));
    }

    [Fact]
    public void A_version_ends_with_its_last_run()
    {
        Add("p", "1.0");
        _plugins.Refresh();
        var ended = 0;
        _plugins.VersionEnded += () => ended++;
        var one = _plugins.Use("p.task")!;
        var two = _plugins.Use("p.task")!;
        Add("p", "2.0");
        _plugins.Refresh();

        one.Dispose();
        Assert.Equal(0, ended);
        two.Dispose();

        Assert.Equal(1, ended);
    }

    [Fact]
    public async Task A_plugin_that_takes_longer_to_load_than_it_may_is_used_when_it_has_loaded()
    {
        var go = Path.Combine(_folders.Root, "go");
        _folders.Add("p", "1.0",
            $"public static class Tasks {{ static Tasks() {{ while (!System.IO.File.Exists(\"{go}\")) Thread.Sleep(10); }} [JobTask(Name = \"p.task\")] public static int P() => 1; }}");
        using var hasty = new PluginHost(new ServiceCollection().BuildServiceProvider(), loadLimit: TimeSpan.FromSeconds(0.1));
        var late = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        hasty.LoadedLate += late.SetResult;
        hasty.Load([_folders.Root]);
        Assert.Equal(PluginState.Broken, hasty.Plugins.Single().State);

        await File.WriteAllTextAsync(go, "", TestContext.Current.CancellationToken);
        await late.Task.WaitAsync(TestContext.Current.CancellationToken);

        Assert.True(hasty.Refresh());
        Assert.Equal((PluginState.Working, "p.task"), (hasty.Plugins.Single().State, hasty.Tasks.Single().Name));
    }

    private async Task<string?> Invoke(string task)
    {
        using var context = new TestTaskContext();
        using var use = _plugins.Use(task)!;
        return await use.Task.InvokeAsync("[]", context);
    }

    private string Offered() => _plugins.Tasks.Select(task => $"{task.Plugin} {task.Version}").Single();

    private string Add(string name, string version, string? task = null) =>
        _folders.Add(name, version,
            $"public static class Tasks {{ [JobTask(Name = \"{task ?? name}.task\")] public static int P() => 1; }}");
}
