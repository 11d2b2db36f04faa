using Gristmill.Execution.Loading;
using Gristmill.Execution.Tasks;
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

    [Fact]
    public void The_comments_on_the_members_of_records_are_in_the_schema()
    {
        using var plugins = Load([]);
        Assert.True(plugins.TryGetTask("gristmill.docker", out var task));

        var volumes =
            System.Text.Json.JsonDocument.Parse(task.Descriptor.Parameters.Single(parameter => parameter.Name == "volumes")
            .JsonSchema).RootElement;

        var members = volumes.GetProperty("items").GetProperty("properties");
        Assert.Equal("Whether the container may only read it.",
            members.GetProperty("readOnly").GetProperty("description").GetString());
        Assert.True(members.GetProperty("readOnly").GetProperty("default").GetBoolean());
    }

    private static PluginHost Load(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var plugins =
            new PluginHost(new ServiceCollection().BuildServiceProvider(), settings: configuration.GetSection("Plugins"));
        plugins.Load([Path.Combine(AppContext.BaseDirectory, "plugins")]);
        return plugins;
    }

    private static async Task<string?> RunAsync(PluginHost plugins, TaskHarness harness)
    {
        Assert.True(plugins.TryGetTask("gristmill.run", out var task));
        return await task.InvokeAsync("""["echo", ["hello"]]""", harness.Context);
    }
}
