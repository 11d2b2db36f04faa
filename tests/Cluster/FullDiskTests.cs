using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gristmill.Cluster;

/// <summary>A silo whose disk fills up, and is freed.</summary>
public sealed partial class FullDiskTests
{
    private const string Echo = "gwexample.analyses.tasks.echo";

    [Fact]
    public async Task A_full_disk_is_told_by_every_face_in_the_stores_words_and_in_few_lines_of_log_and_nothing_is_lost()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var disk = await SmallDisk.MountAsync(cluster.Data, megabytes: 24);
        var silo = await cluster.AddSiloAsync("one", "--http", "http://127.0.0.1:0");
        await cluster.ConnectAsync();
        using var http = new HttpClient { BaseAddress = new Uri(Address().Match(silo.Output).Value) };
        var before = await cluster.Jobs.SubmitAsync(Echo, "before");
        await before.WaitAsync(TestContext.Current.CancellationToken);

        disk.Fill();
        var refused = await FullAsync(cluster);
        Assert.Contains("jobs.db cannot be written (", refused.Message, StringComparison.Ordinal);
        var sentence = refused.Message;
        await IsProblemAsync(await http.PostAsJsonAsync("/api/v1/jobs", new { task = Echo, args = new[] { Large } },
            TestContext.Current.CancellationToken), sentence);
        using var lines =
            new StringContent($$"""{"task": "{{Echo}}", "args": ["{{Large}}"]}""",
            MediaTypeHeaderValue.Parse("application/x-ndjson"));
        using var bulk = await http.PostAsync("/api/v1/jobs/bulk", lines, TestContext.Current.CancellationToken);
        var answer = await bulk.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal($$$"""{"line":1,"error":{"message":"{{{sentence}}}","problems":["{{{sentence}}}"]}}""", answer.TrimEnd());
        var console = await cluster.ConsoleAsync("submit", Echo, $"\"{Large}\"");
        Assert.Equal((4, "", $"gristmill: {sentence}"), console);
        await IsProblemAsync(await http.GetAsync("/health/ready", TestContext.Current.CancellationToken),
            "one can keep nothing: ");
        Assert.Equal(HttpStatusCode.OK,
            (await http.GetAsync($"/api/v1/jobs/{before.Id}", TestContext.Current.CancellationToken)).StatusCode);
        using var upload =
            await http.PutAsync($"/api/v1/jobs/{Guid.NewGuid()}/artifacts/large.bin", new ByteArrayContent(new byte[1 << 20]),
            TestContext.Current.CancellationToken);
        await IsProblemAsync(upload, "cannot be written (No space left on device");

        disk.Free();
        await silo.LineAsync(line => line.Contains("can be written again", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready", TestContext.Current.CancellationToken)).StatusCode);
        var after = await cluster.Jobs.SubmitAsync(Echo, "after");
        Assert.Equal(JobStatus.Success, (await after.WaitAsync(TestContext.Current.CancellationToken)).Status);
        Assert.Equal("\"before\"", (await before.GetAsync()).Result);
        var log = silo.Output.Split('\n').SkipWhile(line => line != "one ready").Skip(1).ToArray();
        Assert.Equal(2, log.Count(line => line.Contains("jobs.db", StringComparison.Ordinal)));
        Assert.True(log.Length <= 6, $"the silo logged:\n{string.Join('\n', log)}");
    }

    [Fact]
    public async Task A_silo_does_not_start_on_a_full_disk_and_says_so_in_one_line()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var disk = await SmallDisk.MountAsync(cluster.Data, megabytes: 8);
        var first = await cluster.AddSiloAsync("first");
        disk.Fill();

        var beside = cluster.StartSilo("beside");
        Assert.Equal(2, await beside.ExitAsync());
        first.Signal(PosixSignals.Kill);
        await first.ExitAsync();
        var after = cluster.StartSilo("after");
        Assert.Equal(2, await after.ExitAsync());

        var told = $"gristmill-silo: {cluster.Data}/jobs.db cannot be written, since its disk is full; free some space.";
        Assert.Equal((told, told), (beside.Errors.Trim(), after.Errors.Trim()));
    }

    // More than fits into what is left of the pages that the file has.
    private static string Large { get; } = new('x', 100_000);

    // Small writes may still fit for a while: they are made until one does not.
    private static async Task<StoreUnavailableException> FullAsync(TestCluster cluster)
    {
        while (true)
        {
            try
            {
                await cluster.Jobs.SubmitAsync(Echo, Large);
            }
            catch (StoreUnavailableException e)
            {
                return e;
            }
        }
    }

    private static async Task IsProblemAsync(HttpResponseMessage answer, string says)
    {
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "application/problem+json"),
            (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains(says, JsonSerializer.Deserialize<JsonElement>(text).GetProperty("detail").GetString(),
            StringComparison.Ordinal);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
