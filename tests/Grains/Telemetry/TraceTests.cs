using System.Collections.Concurrent;
using System.Diagnostics;
using Gristmill.Lifecycle;

namespace Gristmill.Telemetry;

/// <summary>What a job leaves in a trace, seen by a listener in the silo's process.</summary>
public sealed class TraceTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivitySource _application = new($"test {Guid.NewGuid()}");
    private readonly ActivityListener _listener;
    private readonly JobClient _jobs;

    public TraceTests(SpecSilo silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        _jobs = silo.Jobs;
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Gristmill" or SpecTasks.SourceName || source == _application,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _application.Dispose();
    }

    [Fact]
    public async Task One_trace_leads_from_the_caller_through_submission_and_run_to_the_tasks_own_spans()
    {
        var caller = _application.StartActivity("a caller")!;
        var job = await _jobs.SubmitAsync("spec.traced");
        caller.Dispose();
        await job.WaitAsync();

        var submit = Assert.Single(Of(job), span => span.OperationName == "submit spec.traced");
        var run = Assert.Single(Of(job), span => span.OperationName == "run spec.traced");
        var own = Assert.Single(_ended, span => span.OperationName == "the task's own" && span.TraceId == caller.TraceId);
        Assert.Equal((caller.SpanId, submit.SpanId, run.SpanId), (submit.ParentSpanId, run.ParentSpanId, own.ParentSpanId));
        Assert.All([submit, run], span => Assert.Equal(caller.TraceId, span.TraceId));
        Assert.Equal((ActivityKind.Producer, ActivityKind.Consumer), (submit.Kind, run.Kind));
        Assert.Equal(("succeeded", "spec", 1),
            (run.GetTagItem("gristmill.outcome"), run.GetTagItem("gristmill.silo"), run.GetTagItem("gristmill.run")));
    }

    [Fact]
    public async Task Each_run_of_a_job_is_a_span_of_its_own_below_the_submission_and_a_failed_one_says_why()
    {
        var job = await _jobs.SubmitAsync(JobClient.Request("spec.fails.until",
            2) with
        { Retry = new RetryPolicy { MaxAttempts = 2, FirstDelay = TimeSpan.Zero } });
        await job.WaitAsync();

        var submit = Assert.Single(Of(job), span => span.OperationName == "submit spec.fails.until");
        var runs = Of(job).Where(span => span.OperationName == "run spec.fails.until")
            .OrderBy(span => span.GetTagItem("gristmill.run")).ToArray();
        Assert.Equal([(1, "failed"), (2, "succeeded")],
            runs.Select(span => ((int)span.GetTagItem("gristmill.run")!, (string)span.GetTagItem("gristmill.outcome")!)));
        Assert.All(runs, span => Assert.Equal(submit.SpanId, span.ParentSpanId));
        Assert.Equal((ActivityStatusCode.Error, "attempt 1", typeof(InvalidOperationException).FullName),
            (runs[0].Status, runs[0].StatusDescription, runs[0].GetTagItem("error.type")));
        Assert.Equal("exception", Assert.Single(runs[0].Events).Name);
    }

    [Fact]
    public async Task A_job_that_a_task_submits_belongs_below_its_run()
    {
        var job = await _jobs.SubmitAsync("spec.parent");
        var child = _jobs.Job(await job.ResultAsync<Guid>());
        await child.WaitAsync();

        var run = Assert.Single(Of(job), span => span.OperationName == "run spec.parent");
        var submit = Assert.Single(Of(child), span => span.OperationName == "submit spec.add");
        Assert.Equal((run.TraceId, run.SpanId), (submit.TraceId, submit.ParentSpanId));
    }

    [Fact]
    public async Task Jobs_that_are_submitted_together_belong_to_the_callers_span_and_what_cannot_be_read_to_none()
    {
        using var caller = _application.StartActivity("a caller of many")!;
        var requests =
            new[] { JobClient.Request("spec.add", 1, 2), JobClient.Request("spec.add", 3, 4) with { TraceParent = "nonsense" } };
        foreach (var receipt in await _jobs.SubmitManyAsync(requests))
            await _jobs.Job(receipt.Id).WaitAsync();

        var (first, second) = (Run(requests[0].Id), Run(requests[1].Id));
        Assert.Equal((caller.TraceId, caller.SpanId), (first.TraceId, first.ParentSpanId));
        Assert.Equal(default, second.ParentSpanId);
    }

    private Activity Run(Guid job) => Assert.Single(Of(_jobs.Job(job)), span => span.OperationName == "run spec.add");

    private Activity[] Of(JobHandle job) =>
        [.. _ended.Where(span => span.GetTagItem("gristmill.job.id") is Guid id && id == job.Id)];
}
