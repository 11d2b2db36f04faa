using System.Diagnostics;

namespace Gristmill;

/// <summary>
/// The spans of jobs, by <see cref="ActivitySource"/>: <c>submit TASK</c> where a job is submitted, and below it, across the queue, a
/// <c>run TASK</c> for each run. The job carries where it belongs (W3C trace context); while nobody listens, nothing is made and nothing carried.
/// </summary>
internal static class Tracing
{
    /// <summary>The name of the source, and of the meter.</summary>
    public const string Name = "Gristmill";

    public static readonly ActivitySource Source = new(Name);

    // A trace that is under way is carried on if it is recorded somewhere, or if somebody listens here, who is to know that it is not.
    private static string? Parent => Activity.Current is { IdFormat: ActivityIdFormat.W3C } current && (current.Recorded || Source.HasListeners())
        ? current.Id
        : Outer;

    /// <summary>The span that this process was started for, as W3C's <c>traceparent</c>; null for none.</summary>
    public static string? Outer { get; set; }

    /// <summary>Begins the span of a submission; null while nobody listens.</summary>
    public static Activity? Submit(JobRequest request)
    {
        if (!Source.HasListeners())
            return null;
        var span = Source.StartActivity($"submit {request.Task}", ActivityKind.Producer, ParentOf(Outer));
        span?.SetTag("gristmill.job.id", request.Id).SetTag("gristmill.task", request.Task);
        return span;
    }

    /// <summary>A job that belongs to the trace that is under way; itself if none is, or if it belongs to another.</summary>
    public static JobRequest Carry(JobRequest request) => Carry(request, Parent);

    /// <summary>The same for all of several.</summary>
    public static IAsyncEnumerable<JobRequest> Carry(IAsyncEnumerable<JobRequest> requests) => Parent is { } parent
        ? requests.Select(request => Carry(request, parent))
        : requests;

    /// <summary>Where a job belongs that was submitted; none if that cannot be read.</summary>
    public static ActivityContext ParentOf(string? traceParent) => ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent) ? parent : default;

    private static JobRequest Carry(JobRequest request, string? parent) =>
        parent is null || request.TraceParent is not null ? request : request with { TraceParent = parent };
}
