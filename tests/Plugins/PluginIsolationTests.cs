using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Text.Json;
using Gristmill.Execution.Json;
using Gristmill.Execution.Loading;
using Gristmill.Execution.Runs;
using Gristmill.Execution.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Plugins.Tests;

public sealed class PluginIsolationTests : IDisposable
{
    private const string Source = "public static class Tasks { [JobTask] public static string Say() => Lib.Text; }";

    // Stays, as a silo's does, when plugins are unloaded.
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().BuildServiceProvider();
    private readonly PluginFolders _folders = new();

    public void Dispose()
    {
        _folders.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task Two_plugins_use_different_versions_of_one_library()
    {
        foreach (var n in new[] { "1", "2" })
        {
            var library =
                _folders.Library("Lib", $"{n}.0.0.0",
                $"public static class Lib {{ public static string Text => \"library {n}\"; }}");
            _folders.Add($"p{n}", "1.0", Source.Replace("Say", $"Say{n}", StringComparison.Ordinal), library);
        }
        using var plugins = Load();
        using var context = new TestTaskContext();

        Assert.Equal("\"library 1\"", await Task(plugins, "tasks.say1").InvokeAsync("[]", context));
        Assert.Equal("\"library 2\"", await Task(plugins, "tasks.say2").InvokeAsync("[]", context));
    }

    [Fact]
    public void The_newest_version_is_loaded_and_what_is_being_installed_is_not()
    {
        foreach (var version in new[] { "1.9.0", "1.10.0", "1.10.0-rc", ".2.0.0" })
            _folders.Add("p", version, "public static class Tasks { [JobTask] public static void Run() { } }");
        using var plugins = Load();

        Assert.Equal("1.10.0", Assert.Single(plugins.Plugins).Version);
        Assert.Equal(("p", "1.10.0"), (Assert.Single(plugins.Tasks).Plugin, Assert.Single(plugins.Tasks).Version));
    }

    [Fact]
    public void A_copy_of_the_contract_in_the_folder_does_no_harm()
    {
        _folders.Add("p", "1.0", "public static class Tasks { [JobTask] public static int N(TaskContext task) => task.Attempt; }",
            typeof(IWorkerPlugin).Assembly.Location);
        using var plugins = Load();

        Assert.Null(Assert.Single(plugins.Plugins).Reason);
    }

    [Fact]
    public void A_library_that_is_needed_only_at_run_time_is_missed_by_name()
    {
        var library =
            _folders.Library("Lib", "1.0.0.0",
            "public static class Lib { public static string Text => Deep.Text; } public static class Deep { public static string Text => \"x\"; }");
        var folder = _folders.Add("p", "1.0", Source, library);
        using var plugins = Load();
        File.Delete(Path.Combine(folder, "Lib.dll"));
        using var context = new TestTaskContext();

        var missing = Assert.ThrowsAny<FileNotFoundException>(() =>
            { _ = Task(plugins, "tasks.say").InvokeAsync("[]", context).AsTask().GetAwaiter().GetResult(); });
        Assert.Contains("Lib", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_that_was_built_with_newer_loggers_than_the_silos_is_given_the_silos()
    {
        var loggers = NewerLoggers();
        _folders.Add("p", "1.0", """
            public sealed class Tasks(Microsoft.Extensions.Logging.ILogger<Tasks> log)
            {
                [JobTask] public bool Logs() { Microsoft.Extensions.Logging.LoggerExtensions.LogInformation(log, "n is {N}", 1); return log is not null; }
            }
            """, loggers);
        using var plugins = Load();
        using var context = new TestTaskContext();

        Assert.Equal("true", await Task(plugins, "tasks.logs").InvokeAsync("[]", context));
    }

    [Theory]
    [InlineData("Microsoft.Extensions.Logging.LoggerExtensions.LogMore(log);",
        "Microsoft.Extensions.Logging.LoggerExtensions.LogMore")]
    [InlineData("_ = new Microsoft.Extensions.Logging.More();", "Microsoft.Extensions.Logging.More")]
    public void What_a_plugin_uses_of_newer_loggers_than_the_silos_and_the_silo_does_not_have_is_named(string use, string named)
    {
        var loggers = NewerLoggers();
        _folders.Add("p", "1.0", $$"""
            public sealed class Tasks(Microsoft.Extensions.Logging.ILogger<Tasks> log) { [JobTask] public void Logs() { {{use}} } }
            """, loggers);
        using var plugins = Load();

        var here = typeof(Microsoft.Extensions.Logging.ILogger).Assembly.GetName().Version;
        Assert.Equal(
            $"p.dll is built against Microsoft.Extensions.Logging.Abstractions 99.0.0.0 and uses {named} of it, which this silo's {here} does not have; build it against that version",
            plugins.Plugins.Single().Reason);
    }

    [Fact]
    public async Task A_newer_library_than_the_silos_is_the_plugins_own_if_they_exchange_nothing_of_it()
    {
        var library =
            _folders.Library("Microsoft.Extensions.Caching.Memory", "99.0.0.0",
            "public static class Lib { public static string Text => \"newer\"; }");
        _folders.Add("p", "1.0", Source, library);
        using var plugins = Load();
        using var context = new TestTaskContext();

        Assert.Equal("\"newer\"", await Task(plugins, "tasks.say").InvokeAsync("[]", context));
    }

    [Fact]
    public async Task What_dotnet_cannot_unload_works_in_a_plugin_that_says_so_and_elsewhere_the_failure_says_how()
    {
        foreach (var (name, unloadable) in new[] { ("fast", false), ("loose", true) })
            _folders.Add(name, "1.0", $$"""
                [assembly: WorkerPlugin("{{name}}", typeof(P), Unloadable = {{(unloadable ? "true" : "false")}})]
                public class P : IWorkerPlugin;
                public class Item { public int N = 7; }
                public static class Tasks
                {
                    [JobTask(Name = "{{name}}.xml")] public static string Xml()
                    {
                        var text = new System.IO.StringWriter();
                        new System.Xml.Serialization.XmlSerializer(typeof(List<Item>)).Serialize(text, new List<Item> { new() });
                        return text.ToString();
                    }
                }
                """);
        using var plugins = Load();
        using var context = new TestTaskContext();

        Assert.Contains("<N>7</N>",
            JsonSerializer.Deserialize<string>((await Task(plugins, "fast.xml").InvokeAsync("[]", context))!), StringComparison.Ordinal);
        var thrown = await Record.ExceptionAsync(async () => await Task(plugins, "loose.xml").InvokeAsync("[]", context));
        Assert.EndsWith(
            "The plugin uses what .NET cannot unload; [assembly: WorkerPlugin(…, Unloadable = false)] has it stay in memory until the silo restarts.",
            Failure.Describe(thrown!).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plugin_that_does_not_unload_is_replaced_like_any_other_and_nobody_waits_for_its_memory()
    {
        const string Fast =
            "[assembly: WorkerPlugin(\"p\", typeof(P), Unloadable = false)] public class P : IWorkerPlugin; public static class Tasks { [JobTask] public static void Run() { } }";
        var copies = Path.Combine(_folders.Root, ".copies");
        _folders.Add("p", "1.0", Fast);
        using var plugins = new PluginHost(new TaskServices(_services), copies: new PluginCopies(copies));
        plugins.Load([_folders.Root]);
        var held = Assert.Single(Directory.GetDirectories(copies));

        Directory.Delete(Path.Combine(_folders.Root, "p"), recursive: true);
        _folders.Add("p", "2.0", Fast);
        plugins.Refresh();
        new PluginCopies(copies).Sweep();

        Assert.Equal("2.0", plugins.Plugins.Single().Version);
        Assert.Empty(plugins.Retired());
        Assert.True(Directory.Exists(held), "what stays in memory may load further libraries");
    }

    [Fact]
    public async Task Translations_are_found_in_their_folders()
    {
        var folder = _folders.Add("p", "1.0", """
            public static class Tasks
            {
                [JobTask] public static string Say(string culture) =>
                    new System.Resources.ResourceManager("Texts", typeof(Tasks).Assembly).GetString("hello", new System.Globalization.CultureInfo(culture));
            }
            """);
        PluginFolders.AddTranslation(folder, "p", "de", "hello", "Guten Tag");
        using var plugins = Load();
        using var context = new TestTaskContext();

        Assert.Equal("\"Guten Tag\"", await Task(plugins, "tasks.say").InvokeAsync("""["de"]""", context));
    }

    [Theory]
    [InlineData("runtimes/RID/native/libmine.so")]
    [InlineData("libmine.so")]
    public async Task Native_libraries_are_found_where_the_build_puts_them(string place)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the file's name is Linux's");
        var rid = RuntimeInformation.RuntimeIdentifier;
        place = place.Replace("RID", rid, StringComparison.Ordinal);
        var folder = _folders.Add("p", "1.0", """
            public static class Tasks
            {
                [System.Runtime.InteropServices.DllImport("mine")] static extern int sqlite3_libversion_number();
                [JobTask] public static bool Native() => sqlite3_libversion_number() > 3_000_000;
            }
            """);
        var library = Directory.EnumerateFiles(AppContext.BaseDirectory, "libe_sqlite3.so", SearchOption.AllDirectories)
            .First(file =>
                Path.GetDirectoryName(file)!.Contains(rid, StringComparison.Ordinal) || Path.GetDirectoryName(file) + "/" == AppContext.BaseDirectory);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, place))!);
        File.Copy(library, Path.Combine(folder, place));
        if (place != "libmine.so")
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "p.deps.json"), $$$"""
                {
                  "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0", "signature": "" },
                  "targets": { ".NETCoreApp,Version=v10.0": {
                    "p/1.0.0": { "dependencies": { "Mine": "1.0.0" }, "runtime": { "p.dll": {} } },
                    "Mine/1.0.0": { "runtimeTargets": { "{{{place}}}": { "rid": "{{{rid}}}", "assetType": "native" } } }
                  } },
                  "libraries": {
                    "p/1.0.0": { "type": "project", "serviceable": false, "sha512": "" },
                    "Mine/1.0.0": { "type": "package", "serviceable": true, "sha512": "" }
                  }
                }
                """, TestContext.Current.CancellationToken);
        }
        using var plugins = Load();
        using var context = new TestTaskContext();

        Assert.Equal("true", await Task(plugins, "tasks.native").InvokeAsync("[]", context));
    }

    [Fact]
    public async Task An_unloaded_plugin_gives_its_memory_back_and_a_run_on_it_ends_in_peace()
    {
        _folders.Add("p", "1.0", """
            public sealed record Options([System.ComponentModel.DataAnnotations.Range(1, 9)] int N, [System.ComponentModel.DataAnnotations.Length(1, 2)] List<Color> Colors);
            public enum Color { Red }
            public sealed class Tasks(Microsoft.Extensions.Logging.ILogger<Tasks> log)
            {
                [JobTask] public async Task<Options> Wait(TaskContext task, Options options) { Note(log); while (!task.IsCancellationRequested) await task.Delay(50); return options; }
                static void Note(Microsoft.Extensions.Logging.ILogger log) => log.BeginScope("waiting");
            }
            """);

        // On a thread that ends, so that no stack refers to the plugin.
        var (memory, result) = await System.Threading.Tasks.Task.Factory.StartNew(
            RunWhileUnloading, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        Assert.Equal("""{"n":1,"colors":["Red"]}""", result);
        Assert.True(IsFreed(memory), "the plugin's load context is still in memory");
    }

    private (WeakReference Memory, string? Result) RunWhileUnloading()
    {
        using var context = new TestTaskContext();
        Task<string?> run;
        WeakReference memory;
        using (var plugins = Load())
        {
            run = Task(plugins, "tasks.wait").InvokeAsync("""[{"n":1,"colors":["Red"]}]""", context).AsTask();
            memory = new(AssemblyLoadContext.All.Single(
                found => found.Assemblies.Any(assembly => assembly.Location.StartsWith(_folders.Root, StringComparison.Ordinal))));
        }
        Assert.False(run.IsCompleted);

        context.Cancel(CancelReason.Requested);
        return (memory, run.GetAwaiter().GetResult());
    }

    private static bool IsFreed(WeakReference memory)
    {
        for (var time = Stopwatch.StartNew(); memory.IsAlive && time.Elapsed < TimeSpan.FromSeconds(30);)
        {
            // The serializer remembers members of types for a second after their last use, and forgets them when it next meets a
            // new type.
            new PluginJson().SchemaOf(typeof(ReadOptions), nullable: false);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        return !memory.IsAlive;
    }

    private string NewerLoggers() => _folders.Library("Microsoft.Extensions.Logging.Abstractions", "99.0.0.0", """
        namespace Microsoft.Extensions.Logging
        {
            public interface ILogger;
            public interface ILogger<out T> : ILogger;
            public class More;
            public static class LoggerExtensions
            {
                public static void LogInformation(this ILogger log, string? message, params object?[] args) { }
                public static void LogMore(this ILogger log) { }
            }
        }
        """);

    private PluginHost Load()
    {
        var plugins = new PluginHost(new TaskServices(_services));
        plugins.Load([_folders.Root]);
        return plugins;
    }

    private static PluginTask Task(PluginHost plugins, string name)
    {
        Assert.True(plugins.TryGetTask(name, out var task), string.Join('\n', plugins.Plugins.Select(plugin => plugin.Reason)));
        return task;
    }
}
