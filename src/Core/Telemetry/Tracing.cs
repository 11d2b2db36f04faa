using System.Diagnostics;

namespace Gristmill.Core;

/// <summary>
/// The spans of jobs, by <see cref="ActivitySource"/>: <c>submit TASK</c> where a job is submitted, and below it, across the
/// queue, a <c>run TASK</c> for each run. The job carries where it belongs (W3C trace context); while nobody listens, nothing is
/// made and nothing carried.
/// </summary>
public static class Tracing
{
    /// <summary>The name of the source, and of the meter.</summary>
    public const string Name = "Gristmill";

    /// <summary>The source of all spans.</summary>
    public static readonly ActivitySource Source = new(Name);

    /// <summary>The span that this process was started for, as W3C's <c>traceparent</c>; null for none.</summary>
    public static string? Outer { get; set; }

    /// <summary>Where a job belongs that was submitted; none if that cannot be read.</summary>
    /// <param name="traceParent">W3C's <c>traceparent</c>.</param>
    public static ActivityContext ParentOf(string? traceParent) =>
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent) ? parent : default;
}
