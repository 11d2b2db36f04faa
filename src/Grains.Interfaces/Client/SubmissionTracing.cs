using System.Diagnostics;
using Gristmill.Core;

namespace Gristmill;

/// <summary>The spans of submissions.</summary>
internal static class SubmissionTracing
{
    // A trace that is under way is carried on if it is recorded somewhere, or if somebody listens here, who is to know that it is
    // not.
    private static string? Parent => Activity.Current is { IdFormat: ActivityIdFormat.W3C } current
        && (current.Recorded || Tracing.Source.HasListeners())
            ? current.Id
            : Tracing.Outer;

    /// <summary>Begins the span of a submission; null while nobody listens.</summary>
    public static Activity? Begin(JobRequest request)
    {
        if (!Tracing.Source.HasListeners())
            return null;
        var span = Tracing.Source.StartActivity($"submit {request.Task}", ActivityKind.Producer, Tracing.ParentOf(Tracing.Outer));
        span?.SetTag("gristmill.job.id", request.Id).SetTag("gristmill.task", request.Task);
        return span;
    }

    /// <summary>A job that belongs to the trace that is under way; itself if none is, or if it belongs to another.</summary>
    public static JobRequest Carry(JobRequest request) => Carry(request, Parent);

    /// <summary>The same for all of several.</summary>
    public static IAsyncEnumerable<JobRequest> Carry(IAsyncEnumerable<JobRequest> requests) => Parent is { } parent
        ? requests.Select(request => Carry(request, parent))
        : requests;

    private static JobRequest Carry(JobRequest request, string? parent) =>
        parent is null || request.TraceParent is not null ? request : request with { TraceParent = parent };
}
