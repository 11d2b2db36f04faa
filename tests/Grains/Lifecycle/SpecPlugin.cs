using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Gristmill.Lifecycle;
using Gristmill.Plugins;

[assembly: WorkerPlugin("spec", typeof(SpecPlugin))]

namespace Gristmill.Lifecycle;

/// <summary>The tasks that the specification speaks of.</summary>
public sealed class SpecPlugin : IWorkerPlugin
{
    public void Configure(PluginBuilder plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        plugin.AddTransform<SpecFetch>("spec.fetch");
        plugin.AddTransform<SpecDouble>("spec.double");
        plugin.AddTransform<SpecWrap>("spec.wrap");
        plugin.AddTransform<SpecPush>("spec.push");
    }

    public IEnumerable<Type> TaskImports() => [typeof(SpecTasks)];
}

public static class SpecTasks
{
    private static readonly ConcurrentDictionary<string, TaskCompletionSource> Gates = new();

    /// <summary>Lets every run of <see cref="Gated"/> with that key go on, past and to come.</summary>
    public static void Open(string key) => Gate(key).TrySetResult();

    [JobTask(Name = "spec.add")]
    public static int Add(int one, int other) => one + other;

    /// <summary>Where <see cref="Traced"/> makes its spans.</summary>
    public const string SourceName = "spec plugin";

    private static readonly ActivitySource Source = new(SourceName);

    [JobTask(Name = "spec.traced")]
    public static async Task Traced()
    {
        await Task.Yield();
        using var span = Source.StartActivity("the task's own");
    }

    /// <summary>For one test alone, which counts its runs.</summary>
    [JobTask(Name = "spec.measured")]
    public static int Measured() => 1;

    [JobTask(Name = "spec.gated")]
    public static Task Gated(TaskContext task, string key) => Gate(key).Task.WaitAsync(task.CancellationToken);

    /// <summary>Holds its slot for some turns of the others.</summary>
    [JobTask(Name = "spec.naps")]
    public static Task Naps(TaskContext task) => task.Delay(TimeSpan.FromMilliseconds(20));

    [JobTask(Name = "spec.stubborn")]
    public static Task Stubborn(string key) => Gate(key).Task;

    [JobTask(Name = "spec.endless")]
    public static IEnumerable<int> Endless()
    {
        while (true)
            yield return 1;
    }

    /// <summary>Goes on for ever once it is told to stop.</summary>
    [JobTask(Name = "spec.endless.when.told")]
    public static async IAsyncEnumerable<int> EndlessWhenTold(TaskContext task)
    {
        await task.Delay(TimeSpan.FromDays(1));
        while (true)
            yield return 1;
    }

    [JobTask(Name = "spec.fails.until")]
    public static int FailsUntil(TaskContext task, int attempt) =>
        task.Attempt >= attempt ? task.Attempt : throw new InvalidOperationException($"attempt {task.Attempt}");

    [JobTask(Name = "spec.fails.for.good", MaxAttempts = 5, RetryDelaySeconds = 0, NoRetryOn = [typeof(NotSupportedException)])]
    public static void FailsForGood() => throw new NotSupportedException("never");

    [JobTask(Name = "spec.refuses")]
    public static void Refuses() => throw new TaskFailedException("the disk is full; free some", new IOException("no space"));

    [JobTask(Name = "spec.opens.nothing")]
    public static Task OpensNothing(TaskContext task) => task.OpenArtifact("none.txt");

    [JobTask(Name = "spec.asks.for.a.pause")]
    public static int AsksForAPause(TaskContext task) =>
        task.Attempt > 1 ? task.Attempt : throw new RetryAfterException(TimeSpan.FromMilliseconds(1), "later");

    [JobTask(Name = "spec.own.timeout")]
    public static void OwnTimeout() => throw new TaskCanceledException("a time-out of the task's own");

    [JobTask(Name = "spec.throws.when.told")]
    public static async Task ThrowsWhenTold(TaskContext task)
    {
        await task.Delay(TimeSpan.FromHours(1));
        throw new InvalidDataException("could not clean up");
    }

    [JobTask(Name = "spec.parent")]
    public static Task<Guid> Parent(TaskContext task) => task.Submit("spec.add", 1, 2);

    [JobTask(Name = "spec.says")]
    public static void Says(TaskContext task)
    {
        task.Log.Info("one");
        task.Log.Warning("two");
        task.Progress(1, 2, "half");
        // What JSON cannot say is not reported.
        task.Progress(double.NaN, double.PositiveInfinity);
    }

    /// <summary>The end of the wait of everything that waits for that key.</summary>
    public static Task GateOf(string key) => Gate(key).Task;

    [JobTask(Name = "spec.echo")]
    public static JsonElement Echo(TaskContext task, JsonElement value)
    {
        task.Log.Info("called");
        return value;
    }

    [JobTask(Name = "spec.pair", ResultTransforms = """[null, {"$transform": "spec.wrap"}]""")]
    public static (int, string) Pair() => (1, "two");

    [JobTask(Name = "spec.reads")]
    public static string Reads(FileInfo file)
    {
        var text = File.ReadAllText(file.FullName);
        File.AppendAllText(file.FullName, "changed");
        return $"{file.Name}: {text}";
    }

    [JobTask(Name = "spec.reads.later")]
    public static string ReadsLater(TaskContext task, string path) =>
        task.Attempt > 1 ? File.ReadAllText(path) : throw new InvalidOperationException(path);

    [JobTask(Name = "spec.writes")]
    public static string Writes(TaskContext task, string text)
    {
        var path = Path.Combine(task.Folder, "written");
        File.WriteAllText(path, text);
        return path;
    }

    [JobTask(Name = "spec.keeps")]
    public static async Task<Artifact> Keeps(TaskContext task, string name, string text)
    {
        await task.SaveArtifact(name, new MemoryStream(System.Text.Encoding.UTF8.GetBytes("replaced")));
        return await task.SaveArtifact(name, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)));
    }

    [JobTask(Name = "spec.keeps.much")]
    public static Task<Artifact> KeepsMuch(TaskContext task, int bytes) =>
        task.SaveArtifact("much", new MemoryStream(new byte[bytes]));

    [JobTask(Name = "spec.bytes")]
    public static byte[] Bytes() => [0, 1, 255];

    private static TaskCompletionSource Gate(string key) =>
        Gates.GetOrAdd(key, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
