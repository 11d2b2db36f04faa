using System.Text.Json.Nodes;

namespace Gristmill.Lifecycle;

/// <summary>The specification of what happens around the call of a task.</summary>
public sealed class TransformTests(SpecSilo silo)
{
    private static readonly string[] Failures = ["   at ", "System.", "TimeLimit: "];

    [Fact]
    public async Task A_transform_at_any_depth_stands_for_what_it_yields()
    {
        var job = await EndAsync(Request("spec.echo",
            """[{"one": [1, {"$transform": "spec.fetch", "value": {"deep": true}}], "two": {"$transform": "spec.double", "value": 21}}]"""));

        Assert.Equal("""{"one":[1,{"deep":true}],"two":42}""", job.Result);
    }

    [Fact]
    public async Task A_job_has_the_phases_that_its_transforms_have_work_for_and_fetches_all_before_it_converts_any()
    {
        var job = await EndAsync(Request(
            "spec.echo",
            """{"value": [{"$transform": "spec.double", "id": "a", "value": 1}, {"$transform": "spec.fetch", "id": "b", "value": 2}, {"$transform": "spec.double", "id": "c", "value": 3}]}""",
            """[{"$transform": "spec.push", "id": "x"}, null, {"$transform": "spec.wrap", "id": "z"}]"""));

        Assert.Equal("""["pushed {\"wrapped\":2}",2,{"wrapped":6}]""", job.Result);
        Assert.Equal(
            [JobStatus.Queued, JobStatus.Running, JobStatus.FetchingInput, JobStatus.ConvertingInput, JobStatus.Running,
                JobStatus.ConvertingOutput, JobStatus.PushingOutput, JobStatus.Success],
            Statuses(job));
        Assert.Equal(
            ["a: fetch", "b: fetch", "c: fetch", "a: convert", "c: convert", "called", "x: convert", "z: convert", "x: push",
                "x: clean up", "z: clean up", "a: clean up", "b: clean up", "c: clean up"],
            await LogAsync(job));
        Assert.All(job.History.Skip(1), change => Assert.Equal((1, "spec"), (change.Run, change.Silo)));
    }

    [Theory]
    [InlineData("""{"$transform": "spec.fetch", "value": 1}""", null, JobStatus.FetchingInput, JobStatus.Running)]
    [InlineData("1", """[{"$transform": "spec.wrap"}]""", JobStatus.ConvertingOutput, JobStatus.Running)]
    public async Task A_phase_without_work_is_not_entered(string value, string? results, JobStatus phase, JobStatus next)
    {
        var job = await EndAsync(Request("spec.echo", $"[{value}]", results));

        Assert.Equal([JobStatus.Queued, JobStatus.Running, phase, next, JobStatus.Success], Statuses(job));
    }

    [Fact]
    public async Task A_job_whose_transforms_are_null_has_no_phase()
    {
        var job = await EndAsync(Request("spec.echo", "[1]", "[null]"));

        Assert.Equal([JobStatus.Queued, JobStatus.Running, JobStatus.Success], Statuses(job));
        Assert.Equal("1", job.Result);
    }

    [Fact]
    public async Task The_tasks_own_transforms_take_the_elements_of_its_tuple_unless_the_job_names_others()
    {
        Assert.Equal("""[1,{"wrapped":"two"}]""", (await EndAsync(Request("spec.pair", "[]"))).Result);
        Assert.Equal("""[1,"two"]""", (await EndAsync(Request("spec.pair", "[]", "[]"))).Result);
    }

    [Theory]
    [InlineData("\"text\"")]
    [InlineData("""{"an": "object"}""")]
    [InlineData("null")]
    public async Task What_is_no_array_is_taken_whole_by_the_first(string value)
    {
        var job = await EndAsync(Request("spec.echo", $"[{value}]",
            """[{"$transform": "spec.wrap"}, {"$transform": "spec.wrap", "id": "second"}]"""));

        Assert.Equal($$"""{"wrapped":{{JsonNode.Parse(value)?.ToJsonString() ?? "null"}}}""", job.Result);
        Assert.Contains("transform 'spec.wrap' has nothing to do: the result has no element 1", await LogAsync(job));
    }

    [Theory]
    [InlineData("fetch", "a: fetch", "transform 'spec.double' failed while the job was FetchingInput: a cannot fetch")]
    [InlineData("convert", "a: fetch", "a: convert",
        "transform 'spec.double' failed while the job was ConvertingInput: a cannot convert")]
    public async Task When_an_argument_cannot_be_had_the_task_is_not_called_and_every_transform_is_told(string failsAt,
        params string[] before)
    {
        var job = await EndAsync(Request(
            "spec.echo", $$"""[{"$transform": "spec.double", "id": "a", "value": 1, "failsAt": "{{failsAt}}"}]""", """[{"$transform": "spec.push", "id": "x"}]"""));

        Assert.Equal((JobStatus.Error, $"a cannot {failsAt}", "System.InvalidOperationException"),
            (job.Status, job.Error!.Message, job.Error.Type));
        string[] steps = [.. before, "x: failed", "a: failed", "x: clean up", "a: clean up"];
        Assert.Equal(steps, await LogAsync(job));
    }

    [Theory]
    [InlineData("convert", "x: convert")]
    [InlineData("push", "x: convert", "y: convert", "x: push")]
    public async Task When_a_result_cannot_be_passed_on_the_job_is_Error_and_every_transform_is_told(string failsAt,
        params string[] before)
    {
        var job = await EndAsync(Request(
            "spec.echo", """[[{"$transform": "spec.fetch", "id": "a", "value": 1}, 2]]""",
            $$"""[{"$transform": "spec.push", "id": "x", "failsAt": "{{failsAt}}"}, {"$transform": "spec.push", "id": "y"}]"""));

        Assert.Equal((JobStatus.Error, $"x cannot {failsAt}", null), (job.Status, job.Error!.Message, job.Result));
        string[] steps =
            ["a: fetch", "called", .. before, "x: failed", "y: failed", "a: failed", "x: clean up", "y: clean up", "a: clean up"];
        Assert.Equal(steps, (await LogAsync(job)).Where(line => !line.StartsWith("transform ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task When_the_task_throws_every_transform_is_told_and_cleaned_up_and_a_retry_makes_them_anew()
    {
        var job = await EndAsync(Request(
            "spec.fails.until", """[{"$transform": "spec.fetch", "id": "a", "value": 2}]""", """[{"$transform": "spec.push", "id": "x"}]""") with
        {
            Retry = new RetryPolicy { MaxAttempts = 2, FirstDelay = TimeSpan.Zero },
        });

        Assert.Equal((JobStatus.Success, "\"pushed {\\\"wrapped\\\":2}\""), (job.Status, job.Result));
        Assert.Equal(
            ["a: fetch", "x: failed", "a: failed", "x: clean up", "a: clean up", "a: fetch", "x: convert", "x: push",
                "x: clean up", "a: clean up"],
            await LogAsync(job));
    }

    [Fact]
    public async Task What_fails_while_it_is_told_or_cleans_up_is_logged_and_changes_nothing()
    {
        var succeeded =
            await EndAsync(Request("spec.echo", """[{"$transform": "spec.fetch", "value": 1, "failsAt": "clean up"}]"""));
        var failed = await EndAsync(Request(
            "spec.fails.until", """[{"$transform": "spec.fetch", "value": 9}]""", """[{"$transform": "spec.wrap", "failsAt": "failed,clean up"}]"""));

        Assert.Equal((JobStatus.Success, "1"), (succeeded.Status, succeeded.Result));
        Assert.Contains("the cleanup of transform 'spec.fetch' failed: System.InvalidOperationException: in cannot clean up",
            await LogAsync(succeeded));
        Assert.Equal((JobStatus.Error, "attempt 1"), (failed.Status, failed.Error!.Message));
        var log = await LogAsync(failed);
        Assert.Contains("the failed handler of transform 'spec.wrap' failed: System.InvalidOperationException: out cannot failed",
            log);
        Assert.Contains("the cleanup of transform 'spec.wrap' failed: System.InvalidOperationException: out cannot clean up",
            log);
        Assert.Equal(["in: failed", "in: clean up"],
            log.Where(line => line.StartsWith("in: ", StringComparison.Ordinal)).Skip(1));
    }

    [Theory]
    [InlineData("fetch", JobStatus.FetchingInput)]
    [InlineData("convert", JobStatus.ConvertingInput)]
    public async Task A_job_can_be_canceled_while_its_arguments_come(string step, JobStatus phase)
    {
        var handle = await silo.Jobs.SubmitAsync(Request(
            "spec.echo", $$"""[{"$transform": "spec.double", "id": "never-{{step}}", "value": 1, "waitsAt": "{{step}}"}]"""));
        await ReachesAsync(handle, phase);

        await handle.CancelAsync("enough");

        var job = await EndedAsync(handle);
        Assert.Equal([phase, JobStatus.Canceling, JobStatus.Canceled], Statuses(job)[^3..]);
        Assert.Equal([$"never-{step}: stopped", $"never-{step}: clean up"], (await LogAsync(job))[^2..]);
    }

    [Theory]
    [InlineData("convert", JobStatus.ConvertingOutput)]
    [InlineData("push", JobStatus.PushingOutput)]
    public async Task A_job_can_be_canceled_while_its_result_goes(string step, JobStatus phase)
    {
        var handle =
            await silo.Jobs.SubmitAsync(Request("spec.echo", "[1]",
            $$"""[{"$transform": "spec.push", "id": "never-out-{{step}}", "waitsAt": "{{step}}"}]"""));
        await ReachesAsync(handle, phase);

        await handle.CancelAsync("enough");

        var job = await EndedAsync(handle);
        Assert.Equal([phase, JobStatus.Canceling, JobStatus.Canceled], Statuses(job)[^3..]);
        Assert.Equal([$"never-out-{step}: stopped", $"never-out-{step}: clean up"], (await LogAsync(job))[^2..]);
    }

    [Fact]
    public async Task A_canceled_tasks_result_goes_nowhere_and_its_transforms_are_told()
    {
        var handle =
            await silo.Jobs.SubmitAsync(Request("spec.gated", "[\"never-for-transforms\"]",
            """[{"$transform": "spec.push", "id": "x"}]"""));
        await ReachesAsync(handle, JobStatus.Running);

        await handle.CancelAsync();

        var job = await EndedAsync(handle);
        Assert.Equal(JobStatus.Canceled, job.Status);
        Assert.Equal(["x: stopped", "x: clean up"], await LogAsync(job));
    }

    [Theory]
    [InlineData("fetch")]
    [InlineData("convert")]
    public async Task The_time_limit_covers_the_phases(string step)
    {
        var job = await EndAsync(Request("spec.echo",
            $$"""[{"$transform": "spec.double", "id": "limit-{{step}}", "value": 1, "waitsAt": "{{step}}"}]""") with
        {
            TimeLimit = TimeSpan.FromMilliseconds(50),
        });

        Assert.Equal((JobStatus.Error, "TimeLimit"), (job.Status, job.Error!.Type));
        Assert.Equal([$"limit-{step}: stopped", $"limit-{step}: clean up"], (await LogAsync(job))[^2..]);
    }

    [Fact]
    public async Task A_transform_that_ignores_that_it_is_to_stop_is_recorded_without_it_and_cleaned_up_when_it_ends()
    {
        var handle = await silo.Jobs.SubmitAsync(Request(
            "spec.echo", """[{"$transform": "spec.fetch", "id": "stubborn-fetch", "value": 1, "waitsAt": "fetch, whatever is said"}]""") with
        {
            HardTimeLimit = TimeSpan.Zero,
        });
        await ReachesAsync(handle, JobStatus.FetchingInput);
        await handle.CancelAsync();
        var job = await EndedAsync(handle);
        Assert.Equal([JobStatus.FetchingInput, JobStatus.Canceling, JobStatus.Canceled], Statuses(job)[^3..]);
        Assert.Contains("abandoned", job.History[^1].Reason, StringComparison.Ordinal);

        SpecTasks.Open("stubborn-fetch");

        await SpecTasks.GateOf("stubborn-fetch: stopped").WaitAsync(TestContext.Current.CancellationToken);
        await SpecTasks.GateOf("stubborn-fetch: clean up").WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_value_that_the_task_cannot_take_is_an_error_of_the_run()
    {
        var job = await EndAsync(Request("spec.add", """[1, {"$transform": "spec.fetch", "value": "two"}]"""));

        Assert.Equal(JobStatus.Error, job.Status);
        Assert.Contains("argument 'other' (2nd): expected ", job.Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$transform")]
    [InlineData(@"\u0024transform")]
    public async Task Secrets_are_shown_to_nobody(string key)
    {
        var job = await EndAsync(Request(
            "spec.echo", $$"""[{"{{key}}": "spec.fetch", "value": 1, "Token": "hunter2"}]""", """[{"$transform": "spec.wrap"}]"""));

        Assert.Equal("""[{"$transform":"spec.fetch","value":1,"Token":"***"}]""", job.Arguments);
        Assert.Equal("""[{"$transform":"spec.wrap"}]""", job.ResultTransforms);
        Assert.Empty((await silo.Jobs.ListAsync(new JobQuery { Text = "hunter2" })).Jobs);
        Assert.Contains((await silo.Jobs.ListAsync(new JobQuery { Text = "\"***\"" })).Jobs, row =>
            row.Id == job.Id && row.Arguments == job.Arguments);
    }

    [Theory]
    [InlineData("""[{"$transform": "spec.fetsch"}]""",
        "argument 'value' (1st): unknown transform 'spec.fetsch' of arguments; did you mean 'spec.fetch'?")]
    [InlineData("""[{"$transform": "spec.push"}]""",
        "argument 'value' (1st): unknown transform 'spec.push' of arguments; there are file, spec.double, spec.fetch")]
    [InlineData("""{"value": [0, {"$transform": 7}]}""",
        "argument 'value[1]': $transform is the number 7; it must be the name of a transform")]
    [InlineData("""{"value": {"a": {"$transform": "spec.fetch", "id": 7}}}""",
        "argument 'value.a.id', transform 'spec.fetch': expected a string, received the number 7")]
    [InlineData("""[{"$transform": "spec.fetch", "colour": "blue"}]""",
        "argument 'value' (1st), transform 'spec.fetch' has an unknown member 'colour'; it may have")]
    [InlineData("""[{"$transform": "file"}]""", "argument 'value' (1st), transform 'file' lacks the member 'name' (string)")]
    [InlineData("""[{"$transform": "file", "name": "data.csv"}]""",
        "argument 'value' (1st) is the file 'data.csv', which was not uploaded for the job; none was")]
    [InlineData("""[{"$transform": "spec.fetch", "value": {"$transform": "spec.fetch"}}]""",
        "argument 'value' (1st): a parameter of transform 'spec.fetch' is a transform; none may stand there")]
    public async Task What_is_wrong_with_a_transform_is_told_when_the_job_is_submitted(string arguments, string says) =>
        await RefusedAsync(Request("spec.echo", arguments), says);

    [Theory]
    [InlineData("{}", "resultTransforms is '{}'; it must be an array")]
    [InlineData("[", "resultTransforms cannot be read")]
    [InlineData("[1]", "resultTransforms[0] is the number 1; it must be null, or an object with a $transform")]
    [InlineData("""[null, {"$transform": "file", "name": "x"}]""",
        "argument 'resultTransforms[1]': unknown transform 'file' of results")]
    [InlineData("""[{"$transform": "artifact"}]""",
        "'resultTransforms[0]', transform 'artifact' lacks the member 'name' (string)")]
    public async Task What_is_wrong_with_the_transforms_of_a_result_is_told_too(string results, string says) =>
        await RefusedAsync(Request("spec.echo", "[1]", results), says);

    private async Task RefusedAsync(JobRequest request, string says)
    {
        var refused = await Assert.ThrowsAsync<JobRefusedException>(() => silo.Jobs.SubmitAsync(request));

        Assert.Contains(refused.Problems, problem => problem.Contains(says, StringComparison.Ordinal));
        await Assert.ThrowsAsync<UnknownJobException>(silo.Jobs.Job(request.Id).GetAsync);
    }

    private static JobRequest Request(string task, string arguments, string? results = null) =>
        JobClient.Request(task) with { Arguments = arguments, ResultTransforms = results };

    private async Task<JobView> EndAsync(JobRequest request) => await EndedAsync(await silo.Jobs.SubmitAsync(request));

    private static async Task<JobView> EndedAsync(JobHandle handle)
    {
        await handle.WaitAsync(TestContext.Current.CancellationToken);
        return await handle.GetAsync();
    }

    private static async Task ReachesAsync(JobHandle handle, JobStatus status)
    {
        await foreach (var view in handle.WatchAsync(TestContext.Current.CancellationToken))
            if (view.Status == status)
                return;
    }

    /// <summary>The job's log without what its runs failed of, which ends the log of each.</summary>
    private async Task<string[]> LogAsync(JobView job) => [.. (await silo.Jobs.Job(job.Id).LogAsync()).Select(line => line.Text)
        .Where(text => !Failures.Any(begin => text.StartsWith(begin, StringComparison.Ordinal)))];

    private static JobStatus[] Statuses(JobView job) => [.. job.History.Select(change => change.Status)];
}
