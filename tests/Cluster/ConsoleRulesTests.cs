using System.Text.Json;

namespace Gristmill.Cluster;

/// <summary>Unique keys and limits as they are typed, and as a job shows them.</summary>
public sealed class ConsoleRulesTests
{
    private const string UntilCanceled = "gwexample.analyses.tasks.untilcanceled";

    [Fact]
    public async Task A_job_tells_the_key_it_has_and_the_limit_it_waits_for()
    {
        await using var cluster = await TestCluster.HostAsync("one");
        string[] limit = ["--limit-key", "customer 7", "--max-concurrent", "1"];
        var first = await SubmitAsync(cluster, [.. limit, "--unique", "report"]);
        await MainJobTests.RunningAsync(cluster.Jobs.Job(first));
        var second = await SubmitAsync(cluster, limit);

        Assert.Equal(first, await SubmitAsync(cluster, "--unique", "report", "--unique-policy", "existing"));
        var (exit, _, errors) = await cluster.ConsoleAsync("submit", UntilCanceled, "--unique", "report");
        Assert.Equal((2, true),
            (exit, errors.Contains($"unique.key is \"report\"; job {first} has it", StringComparison.Ordinal)));

        var holder = await StatusAsync(cluster, first);
        Assert.Equal(("report", true, "key:customer 7"), (
            holder.GetProperty("unique").GetProperty("key").GetString(), holder.GetProperty("holdsKey").GetBoolean(), holder.GetProperty("limits")[0].GetProperty("key").GetString()));
        JsonElement waiting;
        do waiting = await StatusAsync(cluster, second);
        while (waiting.GetProperty("waitsFor").ValueKind is JsonValueKind.Null);
        Assert.Equal("key:customer 7", waiting.GetProperty("waitsFor").GetString());

        await cluster.ConsoleAsync("cancel", "--wait", $"{first}");
        Assert.False((await StatusAsync(cluster, first)).GetProperty("holdsKey").GetBoolean());
        await MainJobTests.RunningAsync(cluster.Jobs.Job(second));
        await cluster.Jobs.Job(second).CancelAsync();
    }

    private static async Task<Guid> SubmitAsync(TestCluster cluster, params string[] options)
    {
        var (exit, output, errors) = await cluster.ConsoleAsync(["submit", UntilCanceled, .. options]);
        Assert.True(exit == 0, errors);
        return Guid.Parse(output.Trim());
    }

    private static async Task<JsonElement> StatusAsync(TestCluster cluster, Guid job) =>
        JsonDocument.Parse((await cluster.ConsoleAsync("status", $"{job}", "-o", "json")).Output).RootElement;
}
