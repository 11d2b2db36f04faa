namespace Gristmill.Plugins;

/// <summary>
/// Makes a task of a public method: static, or of a class that is made for each run with its constructor's parameters injected
/// and disposed of afterwards. The method may return a value, nothing, <see cref="Task"/>, <see cref="Task{TResult}"/>,
/// <see cref="ValueTask"/> or <see cref="ValueTask{TResult}"/>; the value becomes the job's result, as JSON. Parameters of type
/// <see cref="TaskContext"/> and <see cref="CancellationToken"/> are supplied by the platform, all others by the job's arguments.
/// Generic methods and <c>ref</c>, <c>in</c> or <c>out</c> parameters are refused.
/// </summary>
/// <remarks>Options that are not set here come from <see cref="PluginBuilder.Defaults"/>.</remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class JobTaskAttribute : Attribute
{
    /// <summary>
    /// The task's name; by default the full name of its class and method in lower case,
    /// <c>gwexample.analyses.tasks.fibonacci</c>. 1 to 200 characters of <c>a-z 0-9 . _ -</c>.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>A short title for people; by default the method's name in words.</summary>
    public string? Title { get; set; }

    /// <summary>What the task does; by default the text of a <c>[Description]</c> or of the method's XML documentation.</summary>
    public string? Description { get; set; }

    /// <summary>
    /// Transforms of the result, unless the job names its own, as a JSON array: <c>[{"$transform": "artifact", "name":
    /// "report.csv"}]</c>. If the result is an array or a tuple, each takes the element at its own place, and null leaves one
    /// alone; else the first takes it whole.
    /// </summary>
    public string? ResultTransforms { get; set; }

    /// <inheritdoc cref="TaskDefaults.TimeLimit"/>
    /// <remarks>In seconds; 0 reads as not set.</remarks>
    public double TimeLimitSeconds
    {
        get => Options.TimeLimit?.TotalSeconds ?? 0;
        set => Options.TimeLimit = TimeSpan.FromSeconds(value);
    }

    /// <inheritdoc cref="TaskDefaults.Queue"/>
    public string? Queue
    {
        get => Options.Queue;
        set => Options.Queue = value;
    }

    /// <inheritdoc cref="TaskDefaults.Priority"/>
    /// <remarks>-1 reads as not set.</remarks>
    public int Priority
    {
        get => Options.Priority ?? -1;
        set => Options.Priority = value;
    }

    /// <inheritdoc cref="TaskDefaults.MaxLostRuns"/>
    /// <remarks>0 reads as not set.</remarks>
    public int MaxLostRuns
    {
        get => Options.MaxLostRuns ?? 0;
        set => Options.MaxLostRuns = value;
    }

    /// <inheritdoc cref="TaskDefaults.Redeliver"/>
    /// <remarks>Not set reads as <see langword="true"/>.</remarks>
    public bool Redeliver
    {
        get => Options.Redeliver ?? true;
        set => Options.Redeliver = value;
    }

    /// <inheritdoc cref="TaskDefaults.MaxAttempts"/>
    /// <remarks>0 reads as not set.</remarks>
    public int MaxAttempts
    {
        get => Options.MaxAttempts ?? 0;
        set => Options.MaxAttempts = value;
    }

    /// <inheritdoc cref="TaskDefaults.RetryDelay"/>
    /// <remarks>In seconds; -1 reads as not set.</remarks>
    public double RetryDelaySeconds
    {
        get => Options.RetryDelay?.TotalSeconds ?? -1;
        set => Options.RetryDelay = TimeSpan.FromSeconds(value);
    }

    /// <inheritdoc cref="TaskDefaults.NoRetryOn"/>
    public Type[] NoRetryOn
    {
        get => [.. Options.NoRetryOn ?? []];
        set => Options.NoRetryOn = value;
    }

    /// <inheritdoc cref="TaskDefaults.MaxConcurrent"/>
    /// <remarks>0 reads as not set.</remarks>
    public int MaxConcurrent
    {
        get => Options.MaxConcurrent ?? 0;
        set => Options.MaxConcurrent = value;
    }

    /// <inheritdoc cref="TaskDefaults.MaxStarts"/>
    /// <remarks>0 reads as not set.</remarks>
    public int MaxStarts
    {
        get => Options.MaxStarts ?? 0;
        set => Options.MaxStarts = value;
    }

    /// <inheritdoc cref="TaskDefaults.StartPeriod"/>
    /// <remarks>In seconds; 0 reads as not set.</remarks>
    public double StartPeriodSeconds
    {
        get => Options.StartPeriod?.TotalSeconds ?? 0;
        set => Options.StartPeriod = TimeSpan.FromSeconds(value);
    }

    /// <summary>The options set on this attribute; those not set are <see langword="null"/>.</summary>
    public TaskDefaults Options { get; } = new();
}
