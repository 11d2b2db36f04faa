using System.Net;

namespace Gristmill.Api.Tests;

public sealed class ClusterTests(OpenSilo silo)
{
    [Fact]
    public async Task Tasks_are_listed_and_one_is_shown_with_its_schema()
    {
        Assert.Contains(ApiSilo.Fibonacci,
            (await silo.GetAsync("/api/v1/tasks")).EnumerateArray().Select(task => task.GetProperty("name").GetString()));

        var task = await silo.GetAsync($"/api/v1/tasks/{ApiSilo.Fibonacci}");

        Assert.Equal("integer", task.GetProperty("parameters")[0].GetProperty("jsonSchema").GetProperty("type").GetString());
        using var unknown = await silo.SendAsync(HttpMethod.Get, "/api/v1/tasks/fibonaci");
        Assert.Contains($"did you mean '{ApiSilo.Fibonacci}'?",
            (await ApiSilo.ProblemAsync(unknown, 404)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_is_paused_shown_purged_and_opened_again()
    {
        Assert.Equal("Paused",
            (await silo.PostAsync("/api/v1/queues/slow/pause", """{"reason": "maintenance"}""")).GetProperty("mode").GetString());
        await silo.SubmitAsync($$"""{"task": "{{ApiSilo.Fibonacci}}", "args": [1], "queue": "slow"}""");

        var queue = await silo.GetAsync("/api/v1/queues/slow");

        Assert.Equal(("maintenance", "local", 1),
            (queue.GetProperty("reason").GetString(), queue.GetProperty("by").GetString(), queue.GetProperty("ready").GetInt32()));
        Assert.Equal(1, (await silo.PostAsync("/api/v1/queues/slow/purge")).GetProperty("canceled").GetInt32());
        Assert.Equal("Open", (await silo.PostAsync("/api/v1/queues/slow/resume")).GetProperty("mode").GetString());
        Assert.Contains("default",
            (await silo.GetAsync("/api/v1/queues")).EnumerateArray().Select(each => each.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task A_queue_that_drains_refuses_jobs()
    {
        Assert.Equal("Draining", (await silo.PostAsync("/api/v1/queues/last/drain")).GetProperty("mode").GetString());

        using var answer =
            await silo.SendAsync(HttpMethod.Post, "/api/v1/jobs",
            $$"""{"task": "{{ApiSilo.Fibonacci}}", "args": [1], "queue": "last"}""");

        Assert.Equal("queue",
            (await ApiSilo.ProblemAsync(answer, 422)).GetProperty("errors")[0].GetProperty("field").GetString());
        await silo.PostAsync("/api/v1/queues/last/resume");
    }

    [Fact]
    public async Task Health_is_told_to_everybody()
    {
        Assert.Equal("live", await silo.Http.GetStringAsync("/health/live", TestContext.Current.CancellationToken));
        Assert.Equal("ready", await silo.Http.GetStringAsync("/health/ready", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Metrics_are_in_the_format_of_Prometheus()
    {
        var id = await silo.SubmitAsync($$"""{"task": "{{ApiSilo.Fibonacci}}", "args": [1]}""");
        await silo.Jobs.Job(id).WaitAsync(TestContext.Current.CancellationToken);

        using var answer = await silo.SendAsync(HttpMethod.Get, "/metrics");
        var lines = (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.All(lines, line =>
            Assert.Matches("""^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+\{([a-z]+="[^"]*",?)+\} [0-9.E+-]+)$""", line));
        Assert.Contains("gristmill_slots{silo=\"open\"} 4", lines);
        Assert.Contains(lines, line =>
            line.StartsWith("gristmill_queue_jobs{silo=\"open\",queue=\"default\",state=\"ready\"} ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("process_resident_memory_bytes{", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_OpenAPI_document_tells_of_every_endpoint()
    {
        var api = await silo.GetAsync("/openapi/v1.json");

        var paths = api.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToArray();
        Assert.Superset(new HashSet<string>(
            ["/api/v1/jobs", "/api/v1/jobs/bulk", "/api/v1/jobs/{id}", "/api/v1/jobs/{id}/cancel",
                "/api/v1/jobs/{id}/logs/follow", "/api/v1/jobs/{id}/artifacts/{name}",
             "/api/v1/plugins/{name}/enable", "/api/v1/queues/{name}/purge", "/metrics"]),
            paths.ToHashSet());
        var submit = api.GetProperty("paths").GetProperty("/api/v1/jobs").GetProperty("post");
        Assert.Equal(ApiSilo.Fibonacci,
            submit.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example").GetProperty("task").GetString());
        Assert.DoesNotContain(paths, path => path.Contains("app", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_OpenAPI_document_says_what_a_generated_client_needs()
    {
        var api = await silo.GetAsync("/openapi/v1.json");

        var operations = api.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject())
            .Select(each => each.Value).ToArray();
        var ids = operations.Select(each => each.GetProperty("operationId").GetString()).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        Assert.Superset(new HashSet<string?>(["listJobs", "submitJob", "showJob", "deleteEndedJob", "readJobLog", "followJob",
            "pauseQueue"]), ids.ToHashSet());
        var submit = Assert.Single(operations, each => each.GetProperty("operationId").GetString() == "submitJob");
        Assert.Equal(["Idempotency-Key"],
            submit.GetProperty("parameters").EnumerateArray().Where(each => each.GetProperty("in").GetString() == "header").Select(each => each.GetProperty("name").GetString()));
        Assert.Equal(["201"],
            submit.GetProperty("responses").EnumerateObject().Select(each => each.Name).Where(status => status[0] == '2'));
        Assert.Equal("bearer",
            api.GetProperty("components").GetProperty("securitySchemes").GetProperty("key").GetProperty("scheme").GetString());
    }

    [Fact]
    public async Task Pages_are_served_beside_the_API()
    {
        using var page = await silo.SendAsync(HttpMethod.Get, "/silos");

        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
    }
}
