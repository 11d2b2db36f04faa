using Gristmill.Grains.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Plugins.Tests;

/// <summary>The example plugin as an executable finds it: in the folder beside it, as the build left it.</summary>
public sealed class ExamplePluginTests : IDisposable
{
    private readonly PluginHost _plugins = new(new ServiceCollection().BuildServiceProvider());
    private readonly TestTaskContext _context = new();

    public ExamplePluginTests() => _plugins.Load([Path.Combine(AppContext.BaseDirectory, "plugins")]);

    public void Dispose()
    {
        _plugins.Dispose();
        _context.Dispose();
    }

    [Fact]
    public async Task Fibonacci_of_26_is_121393()
    {
        Assert.Equal("121393", await Run("fibonacci", "[26]"));
        Assert.Equal("121393", await Run("fibonacci", """{"n":26}"""));
    }

    [Fact]
    public void It_offers_its_tasks_under_their_full_names()
    {
        var plugin = Assert.Single(_plugins.Plugins);

        Assert.Null(plugin.Reason);
        Assert.Equal("gwexample", plugin.Name);
        Assert.Equal(
            ["files.countwords", "files.join", "printer.print", "alone", "busy", "chatty", "crash", "echo", "fail", "fibonacci", "mark", "noop", "untilcanceled", "wait"],
            plugin.Tasks.Select(task => task.Replace("gwexample.analyses.", "", StringComparison.Ordinal).Replace("tasks.", "", StringComparison.Ordinal)));
        Assert.Equal(plugin.Tasks, _plugins.Tasks.Select(task => task.Name));
    }

    [Fact]
    public void Its_plugin_class_limits_every_task_to_300_seconds() =>
        Assert.All(_plugins.Tasks, task => Assert.Equal(TimeSpan.FromSeconds(300), task.TimeLimit));

    [Fact]
    public void Its_documentation_is_the_help()
    {
        var fibonacci = Task("fibonacci").Descriptor;

        Assert.Equal(("Fibonacci", "The nth Fibonacci number, the slow way.", "long"), (fibonacci.Title, fibonacci.Help, fibonacci.Returns));
        Assert.Equal("Which one; 1 or more. Each step up takes about 1.6 times as long.", Assert.Single(fibonacci.Parameters).Help);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public async Task There_is_no_Fibonacci_number_before_the_first(int n) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Run("fibonacci", $"[{n}]"));

    [Fact]
    public async Task The_cancelable_task_ends_when_it_is_told_to()
    {
        var run = Run("untilcanceled", "[]");
        Assert.False(run.IsCompleted);

        _context.Cancel(CancelReason.Requested);

        Assert.Equal("3", await run);
        Assert.Equal(["Info: working until cancelled", "Info: told to stop: Requested"], _context.LogLines);
    }

    [Fact]
    public async Task The_chatty_task_logs_and_reports_progress()
    {
        Assert.Equal("2", await Run("chatty", """{"lines": 2, "text": "row"}"""));

        Assert.Equal(["Info: row 1", "Info: row 2"], _context.LogLines);
        Assert.Equal([(1, 2, "row 1 of 2"), (2, 2, "row 2 of 2")], _context.Reports);
    }

    [Fact]
    public async Task The_failing_task_fails() =>
        Assert.Equal("no luck", (await Assert.ThrowsAsync<InvalidOperationException>(() => Run("fail", "[\"no luck\"]"))).Message);

    [Fact]
    public async Task The_busy_task_and_the_waiting_task_heed_cancellation()
    {
        _context.Cancel(CancelReason.TimeLimit);

        Assert.NotNull(await Run("busy", "[3600]"));
        Assert.Null(await Run("wait", "[3600]"));
    }

    [Fact]
    public async Task Echo_returns_any_value() => Assert.Equal("""{"a":[1,null]}""", await Run("echo", """[{"a":[1,null]}]"""));

    private async Task<string?> Run(string name, string arguments) => await Task(name).InvokeAsync(arguments, _context);

    private PluginTask Task(string name)
    {
        Assert.True(_plugins.TryGetTask($"gwexample.analyses.tasks.{name}", out var task));
        return task;
    }
}
