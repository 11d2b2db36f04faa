using System.Diagnostics;
using Gristmill.Core;

namespace Gristmill.Execution.Runs;

/// <summary>
/// The span of a run, from the call of the task to its outcome, below that of the job's submission: runs of one job are siblings,
/// told apart by their number. While nobody listens there is none.
/// </summary>
public sealed class RunSpan(RunRequest request)
{
    private Activity? _running;
    private Activity? _ended;

    /// <summary>
    /// Begins it in the calling flow: what the task begins belongs below it, and nothing of it to whoever called the silo.
    /// </summary>
    public void Begin()
    {
        if (Activity.Current is not null)
            Activity.Current = null;
        if (!Tracing.Source.HasListeners())
            return;
        _running = Tracing.Source.StartActivity($"run {request.Task}", ActivityKind.Consumer,
            Tracing.ParentOf(request.TraceParent))?
            .SetTag("gristmill.job.id", request.Job).SetTag("gristmill.task", request.Task)
                .SetTag("gristmill.queue", request.Queue)
            .SetTag("gristmill.run", request.Attempt).SetTag("gristmill.failures", request.Failures)
                .SetTag("gristmill.silo", request.Silo);
    }

    /// <summary>Ends it, if it has not ended.</summary>
    public void End(RunOutcome outcome)
    {
        if (Interlocked.Exchange(ref _running, null) is not { } span)
            return;
        span.SetTag("gristmill.outcome", RunMetrics.Of(outcome));
        if (outcome is RunOutcome.Failed { Error: var error })
        {
            span.SetTag("error.type", error.Type).SetStatus(ActivityStatusCode.Error, error.Message);
            span.AddEvent(new ActivityEvent("exception", tags: new ActivityTagsCollection
            {
                ["exception.type"] = error.Type,
                ["exception.message"] = error.Message,
                ["exception.stacktrace"] = error.Detail,
            }));
        }
        span.Stop();
        _ended = span;
    }

    /// <summary>Adds a span from the outcome to the store's answer: what the job's end waited for.</summary>
    /// <param name="status">The job's status by the answer.</param>
    /// <param name="refusal">Why the outcome was refused; null if it was taken.</param>
    public void Recorded(JobStatus? status, string? refusal)
    {
        if (_ended is not { } run)
            return;
        using var span =
            Tracing.Source.StartActivity("finish", ActivityKind.Internal, run.Context,
            startTime: run.StartTimeUtc + run.Duration);
        span?.SetTag("gristmill.job.id", request.Job).SetTag("gristmill.status", status.ToString());
        if (refusal is not null)
            span?.SetStatus(ActivityStatusCode.Error, refusal);
    }
}
