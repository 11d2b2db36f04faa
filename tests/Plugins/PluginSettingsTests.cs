using Gristmill.Execution.Json;
using Gristmill.Execution.Loading;
using Gristmill.Execution.Runs;
using Gristmill.Grains;
using Gristmill.Grains.Catalog;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Plugins.Tests;

/// <summary>A plugin is told its settings, brings its services, and may change its silo.</summary>
public sealed class PluginSettingsTests : IDisposable
{
    private const string Greeter = """
        using System.ComponentModel.DataAnnotations;
        using Microsoft.Extensions.DependencyInjection;
        [assembly: WorkerPlugin("greeter", typeof(Greeter))]
        public class Greeter : IWorkerPlugin
        {
            public void Configure(PluginBuilder plugin)
            {
                var options = plugin.Options<GreetingOptions>();
                plugin.Defaults.TimeLimit = options.Patience;
                plugin.Services.AddSingleton<Counter>().AddScoped<Note>();
            }
        }
        public enum Tone { Plain, Loud }
        public class GreetingOptions
        {
            [Required, MinLength(2)] public string Greeting { get; set; } = "Hello";
            [Range(1, 9)] public int Times { get; set; } = 1;
            public Tone Tone { get; set; }
            public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(1);
            public string[] Names { get; set; } = [];
        }
        public class Counter(Microsoft.Extensions.Logging.ILogger<Counter> log) { int n; public int Next() { _ = log; return ++n; } }
        public class Note : IDisposable { public static int Disposed; public void Dispose() => Disposed++; }
        public class Tasks(GreetingOptions options, Counter counter, Note note)
        {
            [JobTask(Name = "greeter.greet")] public string Greet() { _ = note; return $"{options.Greeting} {options.Times} {options.Tone} {string.Join('+', options.Names)} {counter.Next()} {Note.Disposed}"; }
        }
        """;

    private readonly PluginFolders _folders = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().BuildServiceProvider();

    public void Dispose()
    {
        _folders.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task Settings_reach_the_tasks_and_services_live_as_long_as_they_say()
    {
        _folders.Add("greeter", "1.0", Greeter);
        using var plugins =
            Load(("Greeting", "Hi"), ("times", "3"), ("Tone", "Loud"), ("Patience", "00:00:07"), ("Names:0", "ada"),
            ("Names:1", "bob"));
        using var context = new TestTaskContext();
        Assert.Null(plugins.Plugins.Single().Reason);
        var task = plugins.Tasks.Single();
        using var use = plugins.Use(task.Name)!;

        Assert.Equal("\"Hi 3 Loud ada+bob 1 0\"", await use.Task.InvokeAsync("[]", context));
        Assert.Equal("\"Hi 3 Loud ada+bob 2 1\"", await use.Task.InvokeAsync("[]", context));
        Assert.Equal(TimeSpan.FromSeconds(7), task.TimeLimit);
    }

    [Fact]
    public async Task What_is_not_set_keeps_its_default()
    {
        _folders.Add("greeter", "1.0", Greeter);
        using var plugins = Load();
        using var context = new TestTaskContext();
        using var use = plugins.Use("greeter.greet")!;

        Assert.Equal("\"Hello 1 Plain  1 0\"", await use.Task.InvokeAsync("[]", context));
    }

    [Fact]
    public void All_that_is_wrong_with_the_settings_is_told_at_once()
    {
        _folders.Add("greeter", "1.0", Greeter);

        using (var plugins = Load(("Greeting", "H"), ("Times", "10")))
            Assert.Equal(
                "its settings (GRISTMILL__Plugins__greeter__KEY) are wrong: Greeting is H: The field Greeting must be a string or array type with a minimum length of '2'.; "
                + "Times is 10: The field Times must be between 1 and 9.",
                plugins.Plugins.Single().Reason);
        using (var plugins = Load(("Greetin", "Hi"), ("Times", "many")))
            Assert.Equal(
                "its settings (GRISTMILL__Plugins__greeter__KEY) are wrong: Greetin is unknown; there is Greeting, Times, Tone, Patience, Names; Times is 'many', which is no Int32",
                plugins.Plugins.Single().Reason);
        using (var plugins = Load(("Names", "ada"), ("Tone", "9")))
            Assert.Equal(
                "its settings (GRISTMILL__Plugins__greeter__KEY) are wrong: Names is 'ada', which is no list: its parts have keys of their own, Names:0 or Names:NAME; Tone is '9', which is no Tone",
                plugins.Plugins.Single().Reason);
    }

    [Fact]
    public void A_service_that_cannot_be_made_is_found_when_the_plugin_is_loaded()
    {
        _folders.Add("p", "1.0", """
            using Microsoft.Extensions.DependencyInjection;
            [assembly: WorkerPlugin("p", typeof(P))]
            public class P : IWorkerPlugin { public void Configure(PluginBuilder plugin) => plugin.Services.AddSingleton<Needy>(); }
            public class Needy(IDisposable nobody) { public object N => nobody; }
            public static class Tasks { [JobTask] public static void Run() { } }
            """);
        using var plugins = Load();

        Assert.StartsWith("making its services failed: ", plugins.Plugins.Single().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_and_services_keep_no_unloaded_plugin_in_memory()
    {
        _folders.Add("greeter", "1.0", Greeter);
        var memory =
            await System.Threading.Tasks.Task.Factory.StartNew(RunOnce, CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        while (memory.IsAlive)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            PluginJson.Forget();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        WeakReference RunOnce()
        {
            using var plugins = Load(("Tone", "Loud"), ("Times", "2"), ("Names:0", "ada"));
            using var context = new TestTaskContext();
            using (var use = plugins.Use("greeter.greet")!)
                Assert.Equal("\"Hello 2 Loud ada 1 0\"", use.Task.InvokeAsync("[]", context).AsTask().GetAwaiter().GetResult());
            return new(System.Runtime.Loader.AssemblyLoadContext.All.Single(
                found => found.Assemblies.Any(assembly => assembly.Location.StartsWith(_folders.Root, StringComparison.Ordinal))));
        }
    }

    [Fact]
    public void What_a_plugin_changes_of_the_silo_is_told_and_ends_with_it()
    {
        var options = new SiloOptions { LogLines = 77 };
        var changes = new SiloChanges(options);
        var folder = _folders.Add("p", "1.0", """
            [assembly: WorkerPlugin("p", typeof(P))]
            public class P : IWorkerPlugin { public void Configure(PluginBuilder plugin) => (plugin.Silo.TimeLimit, plugin.Silo.LogLines) = (TimeSpan.FromSeconds(300), 5); }
            public static class Tasks { [JobTask] public static void Run() { } }
            """);
        using var plugins = Load();

        changes.Apply(plugins.SiloChanges);
        Assert.Equal("TimeLimit 00:05:00, LogLines 5", string.Join(", ", plugins.Plugins.Single().SiloChanges!));
        Assert.Equal((TimeSpan.FromSeconds(300), 5, TimeSpan.FromSeconds(20)),
            (options.TimeLimit, options.LogLines, options.CancelGrace));

        Directory.Delete(folder, recursive: true);
        plugins.Refresh();
        changes.Apply(plugins.SiloChanges);
        Assert.Equal((null, 77), (options.TimeLimit, options.LogLines));
    }

    [Fact]
    public void A_change_of_the_silo_out_of_its_limits_is_refused()
    {
        _folders.Add("p", "1.0", """
            [assembly: WorkerPlugin("p", typeof(P))]
            public class P : IWorkerPlugin { public void Configure(PluginBuilder plugin) => plugin.Silo.CancelGrace = TimeSpan.Zero; }
            public static class Tasks { [JobTask] public static void Run() { } }
            """);
        using var plugins = Load();

        Assert.Equal("P.Configure failed: ArgumentException: the silo's CancelGrace cannot be 00:00:00; expected 00:00:01 to 01:00:00", plugins.Plugins.Single().Reason);
    }

    [Fact]
    public void Settings_that_cannot_be_read_and_those_out_of_range_are_told_together()
    {
        _folders.Add("greeter", "1.0", Greeter);
        using var plugins = Load(("Tone", "Shrill"), ("Times", "10"), ("Greeting", "x"), ("Volume", "3"));

        var reason = plugins.Plugins.Single().Reason!;

        Assert.Contains("Tone is 'Shrill', which is no Tone", reason, StringComparison.Ordinal);
        Assert.Contains("Volume is unknown", reason, StringComparison.Ordinal);
        Assert.Contains("Times is 10: ", reason, StringComparison.Ordinal);
        Assert.Contains("Greeting is x: ", reason, StringComparison.Ordinal);
    }

    private PluginHost Load(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting =>
                KeyValuePair.Create($"greeter:{setting.Key}", (string?)setting.Value))).Build();
        var plugins = new PluginHost(new TaskServices(_services), settings: configuration);
        plugins.Load([_folders.Root]);
        return plugins;
    }
}
