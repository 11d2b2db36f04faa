namespace Gristmill;

/// <summary>
/// All there is to know about a task without loading its plugin: what a listing shows, what a form asks for and what arguments
/// are checked against. Options that are <see langword="null"/> are left to the platform's defaults.
/// </summary>
/// <param name="Name">The full name, lower case: <c>gwexample.analyses.tasks.fibonacci</c>.</param>
/// <param name="Plugin">The plugin that it comes from.</param>
/// <param name="Version">The version of that plugin.</param>
/// <param name="Title">A short title for people.</param>
/// <param name="Help">What the task does, or null if its author did not say.</param>
/// <param name="Parameters">
/// What the arguments bind to, in order. Supplied parameters (context, cancellation) are not among them.
/// </param>
/// <param name="Returns">The type of the result for people (<c>long</c>), or null if there is none.</param>
/// <param name="TimeLimit">How long one attempt may run.</param>
/// <param name="Queue">The queue that jobs wait in.</param>
/// <param name="Priority">0 (last) to 9 (first).</param>
/// <param name="MaxLostRuns">How many workers may die while they run a job before it ends in Error.</param>
/// <param name="Redeliver">Whether a job whose worker died runs again; if not, the task runs at most once.</param>
/// <param name="Retry">When a failed run is followed by another; null for never.</param>
/// <param name="Limit">How many of its jobs may run at once, or start in a time, over the cluster; null for any number.</param>
/// <param name="Transforms">
/// The transforms of its plugin, which its jobs may name beside the platform's own; null for none.
/// </param>
/// <param name="ResultTransforms">What becomes of its result, as a request has them; null for nothing.</param>
[GenerateSerializer, Immutable]
public sealed record TaskDescriptor(
    [property: Id(0)] string Name,
    [property: Id(1)] string Plugin,
    [property: Id(2)] string Version,
    [property: Id(3)] string Title,
    [property: Id(4)] string? Help,
    [property: Id(5)] ParameterDescriptor[] Parameters,
    [property: Id(6)] string? Returns = null,
    [property: Id(7)] TimeSpan? TimeLimit = null,
    [property: Id(8)] string? Queue = null,
    [property: Id(9)] int? Priority = null,
    [property: Id(10)] int? MaxLostRuns = null,
    [property: Id(11)] bool Redeliver = true,
    [property: Id(12)] RetryPolicy? Retry = null,
    [property: Id(13)] JobLimit? Limit = null,
    [property: Id(14)] TransformDescriptor[]? Transforms = null,
    [property: Id(15)] string? ResultTransforms = null);
