using System.Text.Json;
using Gristmill.Plugins.Tests;

namespace Gristmill.Cluster;

/// <summary>
/// Plugins that cannot be used, on a silo: the banner and the console name each with the reason, and all else works.
/// </summary>
public sealed class BrokenPluginTests
{
    private const string Fibonacci = "gwexample.analyses.tasks.fibonacci";

    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["corrupt"] = "corrupt.dll is not a .NET assembly, or is damaged",
        ["double"] = "it has two tasks named 'tasks.same'; give one of them another [JobTask(Name = …)]",
        ["endless"] = "the constructor of Endless has not ended within 10 s; the plugin is used when it has",
        ["future"] = "future.dll is built for .NETCoreApp 99.0; this silo runs .NET 10.0",
        ["lacking"] = "lacking.dll needs Lib 1.2.3.4, not found in its folder",
        ["second"] = $"its task '{Fibonacci}' is offered by plugin 'gwexample' already",
        ["throwing"] = "the constructor of Throwing failed: InvalidOperationException: no licence",
    };

    [Fact]
    public async Task Each_is_named_with_its_reason_by_the_banner_and_the_console_and_the_others_work()
    {
        using var folders = new PluginFolders();
        Break(folders);
        folders.Add("sound", "1.0",
            "public static class Tasks { [JobTask(Name = \"sound.one\")] public static int One() => 1; }");
        await using var cluster = await TestCluster.StartAsync();

        var silo = await cluster.AddSiloAsync("one", "--plugins", folders.Root);

        var banner = silo.Output.Split('\n');
        Assert.All(Reasons, broken => Assert.Contains($"    {broken.Key} 1.0  NOT LOADED: {broken.Value}", banner));
        Assert.Contains("    sound 1.0", banner);
        Assert.Contains("    sound.one", banner);
        var listed = (await cluster.ConsoleAsync("plugins", "--output", "json")).Output.Split('\n')
            .Select(line => JsonElement.Parse(line)).ToArray();
        Assert.Equal(
            Reasons.OrderBy(broken => broken.Key, StringComparer.Ordinal).Select(broken => (broken.Key, broken.Value)),
            listed.Where(plugin => plugin.GetProperty("state").GetString() == "Broken").Select(plugin => (plugin.GetProperty("name").GetString()!, plugin.GetProperty("reason").GetString()!)));
        var table = (await cluster.ConsoleAsync("plugins")).Output.Split('\n');
        Assert.All(Reasons, broken =>
            Assert.Single(table, line => line.StartsWith($"{broken.Key} ", StringComparison.Ordinal) && line.EndsWith(broken.Value, StringComparison.Ordinal)));
        Assert.Equal((0, "1", ""), await cluster.ConsoleAsync("run", "sound.one"));
        Assert.Equal((0, "121393", ""), await cluster.ConsoleAsync("run", Fibonacci, "26"));
    }

    private static void Break(PluginFolders folders)
    {
        const string Task = "public static class Tasks { [JobTask] public static int One() => 1; }";
        File.WriteAllText(Path.Combine(folders.Add("corrupt", "1.0", Task), "corrupt.dll"), "MZ, so to speak");
        folders.Add("double", "1.0",
            "public static class Tasks { [JobTask] public static void Same() { } [JobTask] public static void Same(int n) { } }");
        // Sleeps rather than spins, so as not to hold up other tests.
        folders.Add("endless", "1.0",
            "[assembly: WorkerPlugin(\"endless\", typeof(Endless))] public class Endless : IWorkerPlugin { static Endless() => Thread.Sleep(Timeout.Infinite); }");
        folders.Add("future", "1.0",
            $"[assembly: System.Runtime.Versioning.TargetFramework(\".NETCoreApp,Version=v99.0\")] // WorkerPlugin(\n{Task}");
        var library = folders.Library("Lib", "1.2.3.4", "public static class Lib { public static int N => 1; }");
        File.Delete(Path.Combine(folders.Add("lacking", "1.0",
            "public static class Tasks { [JobTask] public static int N() => Lib.N; }", library), "Lib.dll"));
        folders.Add("second", "1.0",
            $"public static class Tasks {{ [JobTask(Name = \"{Fibonacci}\")] public static int Other(int n) => n; }}");
        folders.Add("throwing", "1.0",
            "[assembly: WorkerPlugin(\"throwing\", typeof(Throwing))] public class Throwing : IWorkerPlugin { public Throwing() => throw new InvalidOperationException(\"no licence\"); }");
    }
}
