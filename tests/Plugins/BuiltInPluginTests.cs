using Gristmill.Grains.Plugins;
using Gristmill.Plugins.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Plugins.Tests;

/// <summary>The plugin that comes with every silo, as an executable finds it.</summary>
public sealed class BuiltInPluginTests
{
    [Fact]
    public async Task An_operator_allows_programs_in_the_section_that_a_refusal_names()
    {
        using var harness = new TaskHarness();
        using var refusing = Load([]);

        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(refusing, harness));

        var setting = refusal.Message.Split("(GRISTMILL__")[1].TrimEnd(')').Split('=');
        using var allowing = Load(new() { [setting[0].Replace("__", ":", StringComparison.Ordinal)] = setting[1] });
        Assert.Equal("""{"exitCode":0,"outputs":[]}""", await RunAsync(allowing, harness));
        Assert.Equal("hello", Assert.Single(harness.Log).Text);
    }

    private static PluginHost Load(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var plugins = new PluginHost(new ServiceCollection().BuildServiceProvider(), settings: configuration.GetSection("Plugins"));
        plugins.Load([Path.Combine(AppContext.BaseDirectory, "plugins")]);
        return plugins;
    }

    private static async Task<string?> RunAsync(PluginHost plugins, TaskHarness harness)
    {
        Assert.True(plugins.TryGetTask("gristmill.run", out var task));
        return await task.InvokeAsync("""["echo", ["hello"]]""", harness.Context);
    }
}
