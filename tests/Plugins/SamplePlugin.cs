using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Gristmill.Plugins;
using Gristmill.Plugins.Tests;

[assembly: WorkerPlugin("sample", typeof(SamplePlugin))]

namespace Gristmill.Plugins.Tests;

/// <summary>This assembly is a plugin, too. Its tasks are all that it finds by itself.</summary>
public sealed class SamplePlugin : IWorkerPlugin
{
    public void Configure(PluginBuilder plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        plugin.Defaults.Queue = "samples";
        plugin.Defaults.Priority = 4;
        plugin.Defaults.Redeliver = false;
        plugin.Defaults.MaxStarts = 100;
        plugin.AddTransform<Download>("sample.download");
    }
}

public enum Speed
{
    Slow,
    Fast,
}

/// <summary>Where and how to read.</summary>
public sealed record ReadOptions(Uri Source, int Retries = 3, IReadOnlyList<string>? Tags = null, ReadOptions? Fallback = null);

public static class Samples
{
    [JobTask]
    public static (int, string, int[]) Triple(FileInfo? file = null) => (1, file?.Name ?? "none", [2]);

    [JobTask]
    public static int Add(int one, int other = 10) => one + other;

    [JobTask(Name = "named.task", Title = "A title", Description = "A text", TimeLimitSeconds = 1.5, Queue = "own", Priority = 9,
        MaxLostRuns = 7, Redeliver = true, MaxConcurrent = 2, StartPeriodSeconds = 60)]
    public static void WithOptions()
    {
    }

    /// <summary>Says who <paramref name="name"/> is, like <see cref="string.Concat(object)"/>,
    /// over two lines.</summary>
    /// <param name="name">Whom to greet.</param>
    /// <param name="times">How often.</param>
    [JobTask]
    public static string Greet(string name, [Description("From the attribute")] int times = 1) =>
        string.Concat(Enumerable.Repeat(name, times));

    [JobTask]
    [Description("The text of the attribute")]
    public static ReadOptions Read(ReadOptions options, Speed speed = Speed.Fast, Speed? other = null) =>
        speed == Speed.Fast ? options : options with { Retries = (int?)other ?? -1 };

    [JobTask]
    public static object?[] Many(
        bool flag, byte small, long big, double real, decimal money, char letter, Guid id, DateTimeOffset when, DateOnly day,
        TimeSpan span,
        byte[] bytes, string? text, int? maybe, List<int?> list, Dictionary<string, int> map, JsonElement any, Uri link, DayOfWeek weekday) =>
        [flag, small, big, real, money, letter, id, when, day, span, bytes, text, maybe, list, map, any, link, weekday];

    [JobTask]
    public static string Defaults(DateTime when = default, double real = 0.5, decimal money = 1.5m, string text = "x",
        Guid id = default, CancellationToken token = default) =>
        FormattableString.Invariant($"{when.Ticks} {token.CanBeCanceled} {real} {money} {text} {id}");

    [JobTask]
    public static string Supplied(TaskContext task, int n, CancellationToken token) =>
        $"{token == task.CancellationToken} {n} {task.Attempt}";

    [JobTask]
    public static async Task Later() => await Task.Yield();

    [JobTask]
    public static async Task<string?> TextLater(string? text)
    {
        await Task.Yield();
        return text;
    }

    [JobTask]
    public static async ValueTask MaybeLater() => await Task.Yield();

    [JobTask]
    public static ValueTask<int> NumberNow() => new(5);

    [JobTask]
    public static void Throws(string message) => throw new InvalidOperationException(message);

    [JobTask]
    public static async Task ThrowsLater(string message)
    {
        await Task.Yield();
        throw new InvalidOperationException(message);
    }

    [JobTask]
    public static int Ruled(
        [Range(1, 9)] int digit, [Range(0, 1, MaximumIsExclusive = true)] double share,
        [AllowedValues("red", "blue")] string colour,
        [AllowedValues(1, 2, 4)] int? power, [StringLength(5, MinimumLength = 2)] string code,
        [RegularExpression("[a-z]+")] string word,
        [Length(1, 2)] int[] few, Ruling nested) => digit;

    [JobTask]
    public static void Picky(Even even) => _ = even;
}

/// <summary>Rules on members.</summary>
public sealed record Ruling([Range(1, 11), Description("How loud")] int Level = 3)
{
    [MinLength(1)]
    public string Speaker { get; init; } = "nobody";

    [Description("When"), Required]
    public DateOnly? Day { get; init; }
}

/// <summary>A value that only its constructor can check.</summary>
public sealed record Even(int Value)
{
    public int Value { get; } = Value % 2 == 0 ? Value : throw new ArgumentException($"{Value} is odd");
}

/// <summary>What a task of an instance class may be given.</summary>
public sealed class Greeter(string greeting)
{
    public List<string> Greeted { get; } = [];

    public string Greet(string name)
    {
        Greeted.Add(name);
        return $"{greeting}, {name}";
    }
}

public sealed class InstanceSamples(Greeter greeter) : IAsyncDisposable
{
    private bool _used;

    [JobTask]
    public async Task<string> Hello(string name)
    {
        Assert.False(_used, "each run has an instance of its own");
        _used = true;
        await Task.Yield();
        return greeter.Greet(name);
    }

    [JobTask]
    public void Fail() => throw new NotSupportedException(greeter.Greet("nobody"));

    public ValueTask DisposeAsync()
    {
        greeter.Greet("bye");
        return default;
    }
}
