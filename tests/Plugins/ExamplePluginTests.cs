using Gristmill.Execution.Loading;
using Gristmill.Execution.Tasks;
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
        var plugin = Assert.Single(_plugins.Plugins, plugin => plugin.Name == "gwexample");

        Assert.Null(plugin.Reason);
        Assert.Equal(
            ["files.countwords", "files.join", "printer.print", "alone", "busy", "chatty", "crash", "echo", "fail", "fibonacci",
                "mark", "noop", "untilcanceled", "wait"],
            plugin.Tasks.Select(task => task.Replace("gwexample.analyses.", "", StringComparison.Ordinal).Replace("tasks.", "", StringComparison.Ordinal)));
        Assert.Equal(plugin.Tasks, OfExample.Select(task => task.Name));
    }

    [Fact]
    public void Its_plugin_class_limits_every_task_to_300_seconds() =>
        Assert.All(OfExample, task => Assert.Equal(TimeSpan.FromSeconds(300), task.TimeLimit));

    [Fact]
    public void Its_documentation_is_the_help()
    {
        var fibonacci = Task("fibonacci").Descriptor;

        Assert.Equal(("Fibonacci", "The nth Fibonacci number, the slow way.", "long"),
            (fibonacci.Title, fibonacci.Help, fibonacci.Returns));
        Assert.Equal("Which one; 1 or more. Each step up takes about 1.6 times as long.",
            Assert.Single(fibonacci.Parameters).Help);
    }

    private IEnumerable<TaskDescriptor> OfExample => _plugins.Tasks.Where(task => task.Plugin == "gwexample");

    private async Task<string?> Run(string name, string arguments) => await Task(name).InvokeAsync(arguments, _context);

    private PluginTask Task(string name)
    {
        Assert.True(_plugins.TryGetTask($"gwexample.analyses.tasks.{name}", out var task));
        return task;
    }
}
