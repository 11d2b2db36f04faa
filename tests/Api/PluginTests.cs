using System.Text.Json;

namespace Gristmill.Api.Tests;

/// <summary>Has a silo of its own, since the other tests need the plugin.</summary>
public sealed class PluginTests(PluginTests.Own silo) : IClassFixture<PluginTests.Own>
{
    public sealed class Own() : ApiSilo(isOpen: true);

    [Fact]
    public async Task A_plugin_is_left_out_and_used_again()
    {
        var before = Assert.Single((await silo.GetAsync("/api/v1/plugins/gwexample")).EnumerateArray());
        Assert.Equal(("Working", "open"), (State(before), before.GetProperty("silos")[0].GetString()));

        await silo.PostAsync("/api/v1/plugins/gwexample/disable");
        await UntilAsync("Disabled");
        using var refused = await silo.SendAsync(HttpMethod.Get, $"/api/v1/tasks/{ApiSilo.Fibonacci}");
        await ApiSilo.ProblemAsync(refused, 404);
        await silo.PostAsync("/api/v1/plugins/gwexample/enable",
            $$"""{"version": "{{before.GetProperty("version").GetString()}}"}""");
        await UntilAsync("Working");

        await silo.GetAsync($"/api/v1/tasks/{ApiSilo.Fibonacci}");
        Assert.Contains("gwexample",
            (await silo.GetAsync("/api/v1/plugins")).EnumerateArray().Select(plugin => plugin.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task A_plugin_or_version_that_there_is_not_is_told_with_those_there_are()
    {
        using var plugin = await silo.SendAsync(HttpMethod.Post, "/api/v1/plugins/none/disable");
        Assert.Contains("gwexample", (await ApiSilo.ProblemAsync(plugin, 404)).GetProperty("detail").GetString(),
            StringComparison.Ordinal);

        using var version = await silo.SendAsync(HttpMethod.Post, "/api/v1/plugins/gwexample/enable", """{"version": "99"}""");
        var fault = (await ApiSilo.ProblemAsync(version, 422)).GetProperty("errors")[0];
        Assert.Equal(("version", "99"), (fault.GetProperty("field").GetString(), fault.GetProperty("value").GetString()));
    }

    // Silos follow what is on disk by themselves.
    private async Task UntilAsync(string state)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(0.2), TimeProvider.System);
        while ((await silo.GetAsync("/api/v1/plugins/gwexample")).EnumerateArray().Any(plugin => State(plugin) != state))
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }

    private static string? State(JsonElement plugin) => plugin.GetProperty("state").GetString();
}
