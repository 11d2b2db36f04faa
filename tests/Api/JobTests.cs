using System.Net;
using System.Text.Json;
using Gristmill.Json;

namespace Gristmill.Api.Tests;

public sealed class JobTests(OpenSilo silo)
{
    [Theory]
    [InlineData("/api/v1/jobs", """{"task": "gwexample.analyses.tasks.fibonacci", "args": [1]}""", 201)]
    [InlineData("/api/v1/queues/marked/pause", """{"reason": "a byte order mark"}""", 200)]
    public async Task A_byte_order_mark_before_a_body_is_passed_over(string path, string body, int status)
    {
        using var answer = await silo.SendAsync(HttpMethod.Post, path, "\uFEFF" + body);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_job_is_submitted_and_shown_with_its_result_as_the_console_shows_it()
    {
        using var answer =
            await silo.SendAsync(HttpMethod.Post, "/api/v1/jobs",
            $$"""{"task": "{{ApiSilo.Fibonacci}}", "args": [12], "tags": ["x"]}""");
        var id = (await ApiSilo.JsonAsync(answer)).GetProperty("id").GetGuid();
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal($"/api/v1/jobs/{id}", answer.Headers.Location!.ToString());
        await silo.Jobs.Job(id).WaitAsync(TestContext.Current.CancellationToken);

        var job = await silo.GetAsync($"/api/v1/jobs/{id}");

        Assert.Equal(JsonViews.Line(await silo.Jobs.Job(id).GetAsync()), job.GetRawText());
        Assert.Equal(("Success", 144), (job.GetProperty("status").GetString(), job.GetProperty("result").GetInt32()));
    }

    [Fact]
    public async Task The_same_idempotency_key_is_the_same_job_and_other_content_under_it_is_refused()
    {
        var body = $$"""{"task": "{{ApiSilo.Fibonacci}}", "args": [3]}""";
        async Task<JsonElement> SubmitAsync(string key)
        {
            using var answer =
                await silo.SendAsync(HttpMethod.Post, "/api/v1/jobs", body, "application/json", ("Idempotency-Key", key));
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
            return (await ApiSilo.JsonAsync(answer)).GetProperty("id");
        }

        var first = await SubmitAsync("shipment 7");
        await silo.Jobs.Job(first.GetGuid()).WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(first.GetGuid(), (await SubmitAsync("shipment 7")).GetGuid());
        Assert.NotEqual(first.GetGuid(), (await SubmitAsync("shipment 8")).GetGuid());
        Assert.Equal(1, (await silo.Jobs.Job(first.GetGuid()).GetAsync()).Attempt);

        using var other = await silo.SendAsync(
            HttpMethod.Post, "/api/v1/jobs", body.Replace('3', '4'), "application/json", ("Idempotency-Key", "shipment 7"));
        var problem = await ApiSilo.ProblemAsync(other, 422);
        Assert.Contains("a job of other content was submitted under it", problem.GetProperty("detail").GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_idempotency_key_many_times_at_once_is_one_job()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => silo.SendAsync(
            HttpMethod.Post, "/api/v1/jobs", $$"""{"task": "{{ApiSilo.Fibonacci}}", "args": [3], "tags": ["at-once"]}""", "application/json", ("Idempotency-Key", "at once"))));

        var ids = await Task.WhenAll(answers.Select(async answer =>
            (await ApiSilo.JsonAsync(answer)).GetProperty("id").GetGuid()));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        var job = Assert.Single((await silo.GetAsync("/api/v1/jobs?tag=at-once")).GetProperty("jobs").EnumerateArray());
        Assert.Equal(job.GetProperty("id").GetGuid(), Assert.Single(ids.Distinct()));
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Fact]
    public async Task Jobs_are_listed_by_filter_a_page_at_a_time()
    {
        var parent = await silo.SubmitAsync($$"""{"task": "{{ApiSilo.Fibonacci}}", "args": [1]}""");
        var ids = new List<Guid>();
        for (var i = 0; i < 5; i++)
            ids.Insert(0,
                await silo.SubmitAsync($$"""{"task": "{{ApiSilo.Fibonacci}}", "args": [1], "tags": ["paged"], "parent": "{{parent}}"}"""));

        var found = new List<Guid>();
        for (var cursor = ""; cursor is not null;)
        {
            var page = await silo.GetAsync($"/api/v1/jobs?tag=paged&parent={parent}&task={ApiSilo.Fibonacci}&since=1h&limit=2{cursor}");
            found.AddRange(page.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("id").GetGuid()));
            cursor = page.GetProperty("next").GetString() is { } next ? $"&cursor={Uri.EscapeDataString(next)}" : null;
        }

        Assert.Equal(ids, found);
        var first = await silo.GetAsync("/api/v1/jobs?tag=paged&limit=2");
        var second = await silo.GetAsync($"/api/v1/jobs?tag=paged&limit=2&cursor={first.GetProperty("next").GetString()}");
        var back = await silo.GetAsync($"/api/v1/jobs?tag=paged&limit=2&cursor={second.GetProperty("previous").GetString()}");
        Assert.Equal(ids[..2], Ids(back));
        Assert.Equal(JsonValueKind.Null, back.GetProperty("previous").ValueKind);
        var oldest = await silo.GetAsync("/api/v1/jobs?tag=paged&sort=oldest&limit=1");
        Assert.Equal(ids[^1], oldest.GetProperty("jobs")[0].GetProperty("id").GetGuid());
        Assert.Empty((await silo.GetAsync($"/api/v1/jobs?parent={parent}&status=canceled,error")).GetProperty("jobs")
            .EnumerateArray());
    }

    [Fact]
    public async Task Jobs_are_listed_by_their_end_the_last_ended_first()
    {
        const string Body = $$"""{"task": "{{ApiSilo.Fibonacci}}", "args": [1], "tags": ["by-end"]""";
        var later = await silo.SubmitAsync($"{Body}, \"delay\": \"1d\"}}");
        var ended = await silo.SubmitAsync($"{Body}}}");
        await silo.Jobs.Job(ended).WaitAsync(TestContext.Current.CancellationToken);

        async Task<Guid[]> ListAsync(string query) => Ids(await silo.GetAsync($"/api/v1/jobs?tag=by-end&{query}"));

        Assert.Equal([ended], await ListAsync("endedSince=1h"));
        await silo.PostAsync($"/api/v1/jobs/{later}/cancel");
        Assert.Equal([later, ended], await ListAsync("endedSince=1h"));
        Assert.Equal([ended, later], await ListAsync("endedSince=1h&sort=oldest"));
        Assert.Empty(await ListAsync("endedUntil=1h"));
    }

    [Fact]
    public async Task Arguments_written_with_escapes_are_found_by_their_letters()
    {
        const string Echo = "gwexample.analyses.tasks.echo";
        var id = await silo.SubmitAsync($$"""{"task": "{{Echo}}", "args": ["Gr\u00fc\u00dfe aus K\u00f6ln"]}""");

        var found = await silo.GetAsync($"/api/v1/jobs?text={Uri.EscapeDataString("grüße aus KÖLN")}");

        Assert.Equal([id], Ids(found));
    }

    [Fact]
    public async Task A_job_is_canceled_run_again_and_deleted()
    {
        var id = await silo.SubmitAsync($$"""{"task": "{{ApiSilo.Fibonacci}}", "args": [1], "delay": "1d"}""");

        Assert.Equal("enough",
            (await silo.PostAsync($"/api/v1/jobs/{id}/cancel", """{"reason": "enough"}""")).GetProperty("cancelReason").GetString());
        await silo.PostAsync($"/api/v1/jobs/{id}/retry");
        Assert.Equal(JobStatus.Success, (await silo.Jobs.Job(id).WaitAsync(TestContext.Current.CancellationToken)).Status);
        await silo.SubmitAsync($$"""{"task": "{{ApiSilo.Fibonacci}}", "args": [1]}"""); // The newest job of all is kept.
        using var deleted = await silo.SendAsync(HttpMethod.Delete, $"/api/v1/jobs/{id}");
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);

        using var gone = await silo.SendAsync(HttpMethod.Get, $"/api/v1/jobs/{id}");
        await ApiSilo.ProblemAsync(gone, 404);
    }

    [Fact]
    public async Task A_job_is_canceled_with_all_that_descend_from_it()
    {
        var root = await silo.SubmitAsync($$"""{"task": "{{ApiSilo.Fibonacci}}", "args": [1], "delay": "1d"}""");
        var child = await silo.SubmitAsync($$"""{"task": "{{ApiSilo.Fibonacci}}", "args": [1], "delay": "1d", "parent": "{{root}}"}""");
        var grandchild =
            await silo.SubmitAsync($$"""{"task": "{{ApiSilo.Fibonacci}}", "args": [1], "delay": "1d", "parent": "{{child}}"}""");

        var told = await silo.PostAsync($"/api/v1/jobs/{root}/cancel", """{"tree": true}""");

        Assert.Equal(3, told.GetProperty("told").GetInt32());
        Assert.Equal(JobStatus.Canceled, (await silo.Jobs.Job(grandchild).GetAsync()).Status);
    }

    [Theory]
    [InlineData("retry")]
    [InlineData("delete")]
    public async Task What_the_status_of_a_job_forbids_is_a_conflict(string order)
    {
        var id = await silo.SubmitAsync($$"""{"task": "{{ApiSilo.Fibonacci}}", "args": [1], "delay": "1d"}""");

        using var answer = order == "retry"
            ? await silo.SendAsync(HttpMethod.Post, $"/api/v1/jobs/{id}/retry")
            : await silo.SendAsync(HttpMethod.Delete, $"/api/v1/jobs/{id}");

        await ApiSilo.ProblemAsync(answer, 409);
    }

    private static Guid[] Ids(JsonElement page) =>
        [.. page.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("id").GetGuid())];
}
