using Gristmill.Execution.Discovery;
using Gristmill.Execution.Loading;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Plugins.Tests;

/// <summary>A plugin that cannot be used is listed with the reason, and its neighbours work.</summary>
public sealed class BrokenPluginTests : IDisposable
{
    private const string GoodTasks =
        "public static class Tasks { [JobTask(Name = \"good.task\")] public static int One() => 1; }";

    private readonly PluginFolders _folders = new();
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private PluginHost _plugins = HostWith(Limit);

    public void Dispose()
    {
        _plugins.Dispose();
        _folders.Dispose();
    }

    [Fact]
    public void A_corrupt_file()
    {
        var folder = _folders.Add("bad", "1.0", GoodTasks);
        File.WriteAllText(Path.Combine(folder, "bad.dll"), "MZ, so to speak");

        Assert.Equal("bad.dll is not a .NET assembly, or is damaged", Reason());
    }

    [Fact]
    public void A_file_that_was_cut_short()
    {
        var file = Path.Combine(_folders.Add("bad", "1.0", GoodTasks), "bad.dll");
        using (var stream = File.OpenWrite(file))
            stream.SetLength(stream.Length / 2);

        Assert.Equal("bad.dll is not a .NET assembly, or is damaged", Reason());
    }

    [Fact]
    public void A_corrupt_dependency_file()
    {
        var folder = _folders.Add("bad", "1.0", GoodTasks);
        File.WriteAllText(Path.Combine(folder, "bad.deps.json"), "{ not json");

        Assert.StartsWith("reading its .deps.json failed: ", Reason(), StringComparison.Ordinal);
    }

    [Fact]
    public void No_assembly_of_its_name()
    {
        var folder = _folders.Add("bad", "1.0", GoodTasks);
        File.Move(Path.Combine(folder, "bad.dll"), Path.Combine(folder, "other.dll"));

        Assert.Equal("its folder holds neither bad.dll nor one assembly with a .deps.json", Reason());
    }

    [Fact]
    public void A_missing_dependency()
    {
        var library = _folders.Library("Lib", "1.2.3.4", "public static class Lib { public static int N => 1; }");
        var folder =
            _folders.Add("bad", "1.0", "public static class Tasks { [JobTask] public static int N() => Lib.N; }", library);
        File.Delete(Path.Combine(folder, "Lib.dll"));

        Assert.Equal("bad.dll needs Lib 1.2.3.4, not found in its folder", Reason());
    }

    [Fact]
    public void A_library_missing_that_its_dependency_file_lists()
    {
        var folder = _folders.Add("bad", "1.0", GoodTasks.Replace("good", "bad", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(folder, "bad.deps.json"), """
            {
              "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0", "signature": "" },
              "targets": { ".NETCoreApp,Version=v10.0": {
                "bad/1.0.0": { "dependencies": { "Lib": "1.2.3" }, "runtime": { "bad.dll": {} } },
                "Lib/1.2.3": { "runtime": { "lib/net10.0/Lib.dll": { "assemblyVersion": "1.2.3.0", "fileVersion": "1.2.3.0" } } }
              } },
              "libraries": {
                "bad/1.0.0": { "type": "project", "serviceable": false, "sha512": "" },
                "Lib/1.2.3": { "type": "package", "serviceable": true, "sha512": "" }
              }
            }
            """);

        Assert.Equal("its folder lacks Lib.dll, which its .deps.json lists", Reason());
    }

    [Fact]
    public void A_missing_dependency_that_the_silo_happens_to_have()
    {
        _folders.Add("bad", "1.0",
            "public static class Tasks { [JobTask] public static string N() => nameof(Xunit.Assert) + new Xunit.Sdk.XunitException(\"\"); }");

        Assert.StartsWith("bad.dll needs xunit.v3.assert ", Reason(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".NETCoreApp,Version=v99.0", ".NETCoreApp 99.0")]
    [InlineData(".NETFramework,Version=v4.8", ".NETFramework 4.8")]
    public void A_wrong_framework(string framework, string inWords)
    {
        _folders.Add("bad", "1.0",
            $"[assembly: System.Runtime.Versioning.TargetFramework(\"{framework}\")] // WorkerPlugin(\n{GoodTasks}");

        Assert.Equal($"bad.dll is built for {inWords}; this silo runs .NET {Environment.Version.ToString(2)}", Reason());
    }

    [Fact]
    public void No_entry_point()
    {
        _folders.Add("bad", "1.0", "// WorkerPlugin(\n" + GoodTasks);

        Assert.Equal("bad.dll has no entry point: [assembly: WorkerPlugin(name, typeof(…))]", Reason());
    }

    [Theory]
    [InlineData("[assembly: WorkerPlugin(\"other\", typeof(P))] public class P : IWorkerPlugin;",
        "it calls itself 'other', but its folder is named 'bad'")]
    [InlineData("[assembly: WorkerPlugin(\"Bad\", typeof(P))] public class P : IWorkerPlugin;",
        "it calls itself 'Bad'; a name is 1 to 64 characters of a-z 0-9 . _ -")]
    [InlineData("[assembly: WorkerPlugin(\"bad\", typeof(P))] public class P;",
        "its entry point P does not implement IWorkerPlugin")]
    [InlineData("[assembly: WorkerPlugin(\"bad\", typeof(P))] public abstract class P : IWorkerPlugin;",
        "its entry point P needs a public constructor without parameters")]
    [InlineData("[assembly: WorkerPlugin(\"bad\", typeof(P))] public class P(int n) : IWorkerPlugin { public int N => n; }",
        "its entry point P needs a public constructor without parameters")]
    [InlineData("[assembly: WorkerPlugin(\"bad\", typeof(P))] public class P : IWorkerPlugin { public P() => throw new InvalidOperationException(\"no\\nlicence\"); }", "the constructor of P failed: InvalidOperationException: no licence")]
    [InlineData("[assembly: WorkerPlugin(\"bad\", typeof(P))] public class P : IWorkerPlugin { static P() => throw new InvalidOperationException(\"no licence\"); }", "the constructor of P failed: InvalidOperationException: no licence")]
    [InlineData("[assembly: WorkerPlugin(\"bad\", typeof(P))] public class P : IWorkerPlugin { public void Configure(PluginBuilder plugin) => plugin.Defaults.Priority = 10; }", "P.Configure failed: ArgumentException: a priority cannot be 10; expected 0 (last) to 9 (first)")]
    [InlineData("[assembly: WorkerPlugin(\"bad\", typeof(P))] public class P : IWorkerPlugin { public IEnumerable<Type> TaskImports() { yield return typeof(P); throw new InvalidOperationException(\"no\"); } }", "P.TaskImports failed: InvalidOperationException: no")]
    [InlineData("[assembly: WorkerPlugin(\"bad\", typeof(P))] public class P : IWorkerPlugin { public IEnumerable<Type> TaskImports() => [typeof(P)]; }", "P is imported but has no method with [JobTask]")]
    public void A_bad_entry_point(string source, string reason)
    {
        _folders.Add("bad", "1.0", source);

        Assert.Equal(reason, Reason());
    }

    [Theory]
    [InlineData("static Tasks() => throw new InvalidOperationException(\"no\"); [JobTask] public static void T() { }",
        "the static constructor of Tasks failed: InvalidOperationException: no")]
    [InlineData("static int n = int.Parse(\"x\"); [JobTask] public static int T() => n;",
        "the static constructor of Tasks failed: FormatException: The input string 'x' was not in a correct format.")]
    [InlineData("[JobTask] public static void T() { } [JobTask] public static void T(int n) { }",
        "it has two tasks named 'tasks.t'; give one of them another [JobTask(Name = …)]")]
    [InlineData("[JobTask] public static void T<X>() { }", "Tasks.T cannot be a task: it is generic")]
    [InlineData("[JobTask] public static void T(ref int n) { }",
        "Tasks.T cannot be a task: it takes 'n' by reference (ref, in or out)")]
    [InlineData("[JobTask] public static void T(out int n) => n = 1;",
        "Tasks.T cannot be a task: it takes 'n' by reference (ref, in or out)")]
    [InlineData("[JobTask] public static void T(Span<int> n) { }",
        "Tasks.T cannot be a task: it takes 'n' as Span`1, which cannot be JSON")]
    [InlineData("[JobTask] public static void T(int n, int N) { }",
        "Tasks.T cannot be a task: it has two parameters named 'n', case aside")]
    [InlineData("[JobTask] static void T() { }", "Tasks.T cannot be a task: it is not public")]
    [InlineData("[JobTask] public static async void T() => await Task.Yield();",
        "Tasks.T cannot be a task: it is async void; it must return Task")]
    [InlineData("[JobTask(Name = \"Has Spaces\")] public static void T() { }",
        "Tasks.T cannot be a task: its name is 'Has Spaces'; [JobTask(Name = …)] may give it 1 to 200 characters of a-z 0-9 . _ -")]
    [InlineData("[JobTask(Priority = 10)] public static void T() { }",
        "reading Tasks.T failed: ArgumentException: a priority cannot be 10; expected 0 (last) to 9 (first)")]
    public void A_method_that_cannot_be_a_task(string members, string reason)
    {
        _folders.Add("bad", "1.0", $"public static class Tasks {{ {members} }}");

        Assert.Equal(reason, Reason());
    }

    [Theory]
    [InlineData("Action", "System.Action cannot be read from JSON")]
    [InlineData("List<Type>", "System.Type cannot be read from JSON")]
    [InlineData("nint", "System.IntPtr cannot be read from JSON")]
    [InlineData("IDisposable",
        "System.IDisposable is abstract, so that no value of it can be read from JSON; name its kinds with [JsonDerivedType]")]
    [InlineData("List<IDisposable>",
        "System.IDisposable is abstract, so that no value of it can be read from JSON; name its kinds with [JsonDerivedType]")]
    [InlineData("System.IO.Stream", "System.IO.Stream is a stream; take text, byte[] or the FileInfo of a path")]
    [InlineData("System.Numerics.Complex",
        "System.Numerics.Complex would lose all that is given: none of its members has a setter or a parameter of the constructor")]
    [InlineData("Sealed[]",
        "Sealed would lose what is given for Code, which has no setter; give it one (init), or a parameter of the constructor")]
    [InlineData("Choosy", "Choosy has several constructors and none without parameters; mark one with [JsonConstructor]")]
    [InlineData("Labelled", "Labelled is a collection, and its Label would be lost; make it a class that has a collection")]
    [InlineData("int[,]", "System.Int32[,] has more than one dimension, and arrays of JSON have one; make it an array of arrays")]
    [InlineData("Dictionary<Sealed, int>",
        "System.Collections.Generic.Dictionary`2[Sealed,System.Int32] has keys of Sealed, which are no names of JSON")]
    [InlineData("System.Collections.ObjectModel.ReadOnlyCollection<int>",
        "System.Collections.ObjectModel.ReadOnlyCollection`1[System.Int32] is a collection that cannot be read from JSON; take a List or a Dictionary")]
    [InlineData("IAsyncEnumerable<int>",
        "System.Collections.Generic.IAsyncEnumerable`1[System.Int32] is an async sequence, which only what the task itself returns can be; make it a list")]
    public void A_parameter_that_cannot_be_JSON(string type, string reason)
    {
        _folders.Add("bad", "1.0", $"public static class Tasks {{ [JobTask] public static void T({type} value) {{ }} }} {Types}");

        Assert.Equal($"Tasks.T cannot be a task: its parameter 'value' cannot be JSON: {reason}", Reason());
    }

    [Theory]
    [InlineData("System.IO.Stream",
        "System.IO.Stream is a stream; keep it with the job, by task.SaveArtifact(name, stream), and return its name")]
    [InlineData("Task<System.IO.MemoryStream[]>",
        "System.IO.MemoryStream is a stream; keep it with the job, by task.SaveArtifact(name, stream), and return its name")]
    [InlineData("Secretive", "Secretive has no public members, so that nothing of it would be kept")]
    [InlineData("Exception", "Exception.TargetSite: System.Reflection.MethodBase cannot be written as JSON")]
    [InlineData("List<Task<int>>",
        "System.Threading.Tasks.Task`1[System.Int32] is waited for only where it is what the task itself returns")]
    [InlineData("(int, Late)",
        "Late.Lines: System.Collections.Generic.IAsyncEnumerable`1[System.Int32] is an async sequence, which only what the task itself returns can be; make it a list")]
    public void A_result_that_JSON_would_lose(string type, string reason)
    {
        _folders.Add("bad", "1.0", $"public static class Tasks {{ [JobTask] public static {type} T() => throw null; }} {Types}");

        Assert.Equal($"Tasks.T cannot be a task: its result cannot be JSON: {reason}", Reason());
    }

    [Theory]
    [InlineData("[System.ComponentModel.DataAnnotations.Range(1, 2)] string value", "[Range] is for numbers")]
    [InlineData("[System.ComponentModel.DataAnnotations.Range(5, 3)] int value", "[Range] is from 5 to 3, which no value is")]
    [InlineData("[System.ComponentModel.DataAnnotations.RegularExpression(\"(\")] string value",
        "[RegularExpression] is '(', which is none: Invalid pattern '^(?:()$' at offset 7. Not enough )'s.")]
    [InlineData("[System.ComponentModel.DataAnnotations.MinLength(1)] int value", "[MinLength] is for texts and arrays")]
    [InlineData("[System.ComponentModel.DataAnnotations.AllowedValues(true)] bool value",
        "[AllowedValues] is for texts, numbers and enums")]
    public void A_rule_that_cannot_hold_or_is_for_other_values_than_those_of_its_parameter(string parameter, string reason)
    {
        _folders.Add("bad", "1.0", $"public static class Tasks {{ [JobTask] public static void T({parameter}) {{ }} }}");

        Assert.Equal($"Tasks.T cannot be a task: its parameter 'value' cannot be JSON: {reason}", Reason());
    }

    // Sleeps rather than spins, so as not to hold up the other tests.
    [Theory]
    [InlineData("public class P : IWorkerPlugin { static P() => Thread.Sleep(Timeout.Infinite); }", "the constructor of P")]
    [InlineData("public class P : IWorkerPlugin { public P() => Thread.Sleep(Timeout.Infinite); }", "the constructor of P")]
    [InlineData("public class P : IWorkerPlugin { public void Configure(PluginBuilder plugin) => Thread.Sleep(Timeout.Infinite); }", "P.Configure")]
    [InlineData("public class P : IWorkerPlugin { public IEnumerable<Type> TaskImports() => [typeof(T)]; } public static class T { static T() => Thread.Sleep(Timeout.Infinite); [JobTask] public static void X() { } }", "the static constructor of T")]
    public void Code_that_never_ends(string source, string what)
    {
        _folders.Add("bad", "1.0", $"[assembly: WorkerPlugin(\"bad\", typeof(P))] {source}");

        _plugins.Dispose();
        _plugins = HostWith(TimeSpan.FromSeconds(5));

        Assert.Equal($"{what} has not ended within 5 s; the plugin is used when it has", Reason());
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        _folders.Add("bad", "1.0", """
            [assembly: WorkerPlugin("bad", typeof(P))]
            public class P : IWorkerPlugin
            {
                public void Configure(PluginBuilder plugin)
                {
                    plugin.AddTransform<Odd>("Odd One");
                    plugin.Defaults.MaxAttempts = 0;
                }
            }
            public class Odd : ArgumentTransform { public override ValueTask<object> Fetch(TaskContext task) => default; }
            public static class First
            {
                static First() => throw new InvalidOperationException("no licence");
                [JobTask] public static async void A(Action act) => await Task.Yield();
                [JobTask(Priority = 10)] public static void B() { }
            }
            public static class Second
            {
                [JobTask] public static void C(ref int n, IDisposable d, nint p) { }
                [JobTask] public static void Fine() { }
                [JobTask] public static void Twice() { }
                [JobTask] public static void Twice(int n) { }
            }
            """);

        Assert.Equal(
            [
                "P.Configure failed: ArgumentException: the attempts of a job cannot be 0; expected 1 to 1,000",
                "its transform Odd is named 'Odd One'; a name is 1 to 64 characters of a-z 0-9 . _ -",
                "the static constructor of First failed: InvalidOperationException: no licence",
                "First.A cannot be a task: it is async void; it must return Task; its parameter 'act' cannot be JSON: System.Action cannot be read from JSON",
                "reading First.B failed: ArgumentException: a priority cannot be 10; expected 0 (last) to 9 (first)",
                "Second.C cannot be a task: it takes 'n' by reference (ref, in or out)"
                    + "; its parameter 'd' cannot be JSON: System.IDisposable is abstract, so that no value of it can be read from JSON; name its kinds with [JsonDerivedType]"
                    + "; its parameter 'p' cannot be JSON: System.IntPtr cannot be read from JSON",
                "it has two tasks named 'second.twice'; give one of them another [JobTask(Name = …)]",
            ],
            Faults());
    }

    private IReadOnlyList<string> Faults()
    {
        var folder = new PluginFolder("bad", "1.0", Path.Combine(_folders.Root, "bad", "1.0"));
        var faults = new PluginLoader(new ServiceCollection().BuildServiceProvider()).Load(folder).Faults;
        Assert.Equal(string.Join("; ", faults), Reason());
        return faults;
    }

    [Fact]
    public void A_task_that_another_plugin_offers_already()
    {
        _folders.Add("good", "1.0", GoodTasks);
        // Its name comes first, and it came later.
        _folders.Add("again", "1.0", GoodTasks);

        Assert.Equal("its task 'good.task' is offered by plugin 'good' already", Reason("again"));
    }

    [Fact]
    public void A_plugin_without_any_version_is_not_there()
    {
        Directory.CreateDirectory(Path.Combine(_folders.Root, "empty"));

        _plugins.Load([_folders.Root, Path.Combine(_folders.Root, "nowhere")]);

        Assert.Empty(_plugins.Plugins);
    }

    private const string Types = """
        public class Sealed { public int Code { get; } }
        public class Choosy { public Choosy(int a) { } public Choosy(string b) { } public int A { get; set; } }
        public class Labelled : List<int> { public string Label { get; set; } }
        public class Secretive { private int n = 1; public int Next() => n++; }
        public class Late { public IAsyncEnumerable<int> Lines { get; set; } }
        """;

    private static PluginHost HostWith(TimeSpan limit) => new(new ServiceCollection().BuildServiceProvider(), loadLimit: limit);

    private string Reason(string name = "bad")
    {
        if (!Directory.Exists(Path.Combine(_folders.Root, "good")))
            _folders.Add("good", "1.0", GoodTasks);
        _plugins.Load([_folders.Root]);

        var good = _plugins.Plugins.Single(plugin => plugin.Name == "good");
        Assert.Equal((PluginState.Working, null), (good.State, good.Reason));
        Assert.True(_plugins.TryGetTask("good.task", out _));
        Assert.Equal("good.task", Assert.Single(_plugins.Tasks).Name);
        var broken = _plugins.Plugins.Single(plugin => plugin.Name == name);
        Assert.Equal(PluginState.Broken, broken.State);
        Assert.Empty(broken.Tasks);
        Assert.Equal(("1.0", Path.Combine(_folders.Root, name, "1.0")), (broken.Version, broken.Folder));
        Assert.DoesNotContain('\n', broken.Reason!);
        return broken.Reason!;
    }
}
