using System.Text.Json;

namespace Gristmill.Api.Tests;

public sealed class RefusalTests(OpenSilo silo)
{
    [Theory]
    [InlineData("""{"task": "gwexample.analyses.tasks.fibonacci", "args": [1], "priority": 12}""", 422, "priority", "12",
        "it must be 0 (last) to 9 (first)")]
    [InlineData("""{"task": "gwexample.analyses.tasks.fibonacci", "args": [1], "priority": "high"}""", 400, "priority",
        "\"high\"", "it must be a whole number")]
    [InlineData("""{"task": "gwexample.analyses.tasks.fibonacci", "args": [1], "prioritty": 1}""", 400, "prioritty", null,
        "did you mean 'priority'?")]
    [InlineData("""{"task": "gwexample.analyses.tasks.fibonacci", "args": [1], "retry": {"maxAttempts": "x"}}""", 400,
        "retry.maxAttempts", "\"x\"", "it must be a whole number")]
    [InlineData("""{"task": "gwexample.analyses.tasks.fibonacci", "args": []}""", 422, "arguments.n", null, "it is required")]
    [InlineData("""{"task": "gwexample.analyses.tasks.fibonacci", "args": {"n": 1, "m": 1}}""", 422, "arguments.m", null, null)]
    [InlineData("""{"task": "gwexample.analyses.tasks.fibonacci", "args": ["many"]}""", 422, "arguments.n", null, null)]
    [InlineData("""{"task": "gwexample.analyses.tasks.fibonacci", "args": [1], "limit": {"kee": "x"}}""", 400, "limit.kee", null,
        "did you mean 'key'?")]
    [InlineData("""{"task": "gwexample.analyses.tasks.fibonacci", "args": [1, "two"]}""", 422, "arguments.2", "\"two\"", null)]
    [InlineData("""{"task": "gwexample.analyses.tasks.fibonacci", "args": [1], "priority": 1, "priority": 2}""", 400, "priority",
        null, "give it once")]
    [InlineData("""{"task": "gwexample.analyses.tasks.fibonacci", "args": [1], "title": "\ud800"}""", 400, "title", "\"\\ud800\"",
        "half a character in it")]
    [InlineData("""{"task": "gwexample.analyses.tasks.fibonacci", "args": [1], "delay": 1, "at": "2030-01-01T00:00Z"}""", 422,
        "delay", null, "give one of them")]
    [InlineData("""{"task": "fib"}""", 422, "task", "fib", "did you mean 'gwexample.analyses.tasks.fibonacci'?")]
    [InlineData("""{"args": [1]}""", 400, "task", null, "give the task's full name")]
    [InlineData("""{"task": "gwexample.analyses.tasks.echo", "args": ["\ud800"]}""", 422, "arguments", "\\ud800",
        "it is half a character: write both halves of it, or leave it out")]
    [InlineData("""{"task": "gwexample.analyses.tasks.echo", "args": {"value": {"\udc00": 1}}}""", 422, "arguments", "\\udc00",
        "it is half a character: write both halves of it, or leave it out")]
    [InlineData("""{"task": "gwexample.analyses.tasks.echo", "args": [1], "meta": {"of": "\ud83d"}}""", 422, "meta", "\\ud83d",
        "it is half a character: write both halves of it, or leave it out")]
    [InlineData("""{"task": "gwexample.analyses.tasks.echo", "args": [1], "at": "9999-12-31T00:00:00Z"}""", 422, "at", null,
        "it must be at most 3,650 days from now")]
    public async Task A_fault_names_the_field_the_value_and_the_rule(string body, int status, string field, string? value,
        string? rule)
    {
        using var answer = await silo.SendAsync(HttpMethod.Post, "/api/v1/jobs", body);

        var fault = (await ApiSilo.ProblemAsync(answer, status)).GetProperty("errors")[0];
        Assert.Equal(field, fault.GetProperty("field").GetString());
        if (value is not null)
            Assert.Equal(value, fault.GetProperty("value").GetString());
        if (rule is not null)
            Assert.Equal(rule, fault.GetProperty("rule").GetString());
    }

    [Theory]
    [InlineData("{\"task\": \"x\",\n  }", "the body is no JSON: ", "(line 2, byte 3)")]
    [InlineData("[]", "the body is []; it must be an object", "")]
    public async Task A_body_that_is_no_job_is_told_with_its_place(string body, string says, string place)
    {
        using var answer = await silo.SendAsync(HttpMethod.Post, "/api/v1/jobs", body);

        var detail = (await ApiSilo.ProblemAsync(answer, 400)).GetProperty("detail").GetString()!;
        Assert.StartsWith(says, detail, StringComparison.Ordinal);
        Assert.EndsWith(place, detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status=busy", "status", "busy")]
    [InlineData("limit=5000", "limit", "5000")]
    [InlineData("since=yesterday", "since", "yesterday")]
    [InlineData("parent=7", "parent", "7")]
    [InlineData("stauts=error", "stauts", null)]
    [InlineData("sort=priority", "sort", "priority")]
    [InlineData("limit=1&limit=2", "limit", "1,2")]
    public async Task A_parameter_that_makes_no_sense_is_told(string query, string field, string? value)
    {
        using var answer = await silo.SendAsync(HttpMethod.Get, $"/api/v1/jobs?{query}");

        var fault = (await ApiSilo.ProblemAsync(answer, 400)).GetProperty("errors")[0];
        Assert.Equal(field, fault.GetProperty("field").GetString());
        Assert.Equal(value, fault.TryGetProperty("value", out var given) ? given.GetString() : null);
    }

    [Theory]
    [InlineData("GET", "/api/v1/jobs?cursor=zzz", 400)]
    [InlineData("GET", "/api/v1/jobs/01980c3e-8f5a-7c41-9d3b-5e2f7a6b1c0d", 404)]
    [InlineData("POST", "/api/v1/jobs/01980c3e-8f5a-7c41-9d3b-5e2f7a6b1c0d/cancel", 404)]
    [InlineData("POST", "/api/v1/jobs/01980c3e-8f5a-7c41-9d3b-5e2f7a6b1c0d/retry", 404)]
    [InlineData("DELETE", "/api/v1/jobs/01980c3e-8f5a-7c41-9d3b-5e2f7a6b1c0d", 404)]
    [InlineData("GET", "/api/v1/jobs/seven", 404)]
    [InlineData("GET", "/api/v1/queues/none", 404)]
    [InlineData("GET", "/api/v1/silos/none", 404)]
    [InlineData("GET", "/api/v1/nothing", 404)]
    [InlineData("PUT", "/api/v1/jobs", 405)]
    [InlineData("DELETE", "/api/v1/tasks", 405)]
    [InlineData("POST", "/api/v1/queues/no%20name/pause", 422)]
    [InlineData("GET", "/api/v1/tasks/none", 404)]
    [InlineData("GET", "/api/v1/plugins/none", 404)]
    [InlineData("POST", "/api/v1/plugins/none/enable", 404)]
    [InlineData("POST", "/api/v1/silos/none/drain", 404)]
    [InlineData("GET", "/api/v1/jobs/01980c3e-8f5a-7c41-9d3b-5e2f7a6b1c0d/artifacts", 404)]
    [InlineData("GET", "/api/v1/jobs/01980c3e-8f5a-7c41-9d3b-5e2f7a6b1c0d/artifacts/none.txt", 404)]
    [InlineData("DELETE", "/api/v1/jobs/01980c3e-8f5a-7c41-9d3b-5e2f7a6b1c0d/artifacts/none.txt", 405)]
    [InlineData("PATCH", "/api/v1/jobs/01980c3e-8f5a-7c41-9d3b-5e2f7a6b1c0d", 405)]
    [InlineData("GET", "/api/v1/jobs/01980c3e-8f5a-7c41-9d3b-5e2f7a6b1c0d/cancel", 405)]
    public async Task What_is_not_there_or_cannot_be_done_is_a_problem_document(string method, string path, int status)
    {
        using var answer = await silo.SendAsync(new HttpMethod(method), path);

        await ApiSilo.ProblemAsync(answer, status);
    }

    [Theory]
    [InlineData("/api/v1/queues/default/pause", """{"reason": 7}""", "reason", "7")]
    [InlineData("/api/v1/queues/default/pause", """{"raeson": "x"}""", "raeson", null)]
    [InlineData("/api/v1/jobs/01980c3e-8f5a-7c41-9d3b-5e2f7a6b1c0d/cancel", """{"tree": "yes"}""", "tree", "\"yes\"")]
    [InlineData("/api/v1/plugins/gwexample/enable", """{"versoin": "1"}""", "versoin", null)]
    [InlineData("/api/v1/plugins/gwexample/enable", """{"version": 1}""", "version", "1")]
    public async Task A_fault_in_an_order_names_the_field_and_the_value(string path, string body, string field, string? value)
    {
        using var answer = await silo.SendAsync(HttpMethod.Post, path, body);

        var fault = (await ApiSilo.ProblemAsync(answer, 400)).GetProperty("errors")[0];
        Assert.Equal(field, fault.GetProperty("field").GetString());
        Assert.Equal(value, fault.TryGetProperty("value", out var given) ? given.GetString() : null);
        Assert.NotEqual("", fault.GetProperty("rule").GetString());
    }

    [Theory]
    [InlineData("/api/v1/jobs", "text/plain", 415)]
    [InlineData("/api/v1/jobs", "application/x-ndjson", 415)]
    [InlineData("/api/v1/jobs/bulk", "application/json", 415)]
    public async Task A_body_of_another_type_is_refused(string path, string type, int status)
    {
        using var answer = await silo.SendAsync(HttpMethod.Post, path, "{}", type);

        Assert.Equal("Content-Type",
            (await ApiSilo.ProblemAsync(answer, status)).GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task A_key_for_one_job_is_refused_with_many()
    {
        using var answer =
            await silo.SendAsync(HttpMethod.Post, "/api/v1/jobs/bulk", "{}", "application/x-ndjson",
            ("Idempotency-Key", "seven"));

        Assert.Equal("Idempotency-Key",
            (await ApiSilo.ProblemAsync(answer, 400)).GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        using var answer =
            await silo.SendAsync(HttpMethod.Post, "/api/v1/jobs", new string(' ', (8 << 20) + 1), "application/json",
            ("Expect", "100-continue"));

        await ApiSilo.ProblemAsync(answer, 413);
    }

    [Fact]
    public async Task Arguments_that_are_too_large_are_refused()
    {
        using var answer = await silo.SendAsync(
            HttpMethod.Post, "/api/v1/jobs", JsonSerializer.Serialize(new { task = "gwexample.analyses.tasks.echo", args = new[] { new string('x', 1 << 20) } }));

        Assert.Equal("arguments",
            (await ApiSilo.ProblemAsync(answer, 422)).GetProperty("errors")[0].GetProperty("field").GetString());
    }
}
