namespace Gristmill;

/// <summary>When a failed run is followed by another, and after how long.</summary>
[GenerateSerializer, Immutable]
public sealed record RetryPolicy
{
    /// <summary>How many runs may fail before the job is Error, 1 to 1,000; 1 for no retry.</summary>
    [Id(0)] public int MaxAttempts { get; init; } = 1;

    /// <summary>The pause after the first failure; each further one is <see cref="Factor"/> times as long. 0 to 1 day.</summary>
    [Id(1)] public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How the pause grows, 1 to 10.</summary>
    [Id(2)] public double Factor { get; init; } = 2;

    /// <summary>The longest pause, up to <see cref="LongestDelay"/>.</summary>
    [Id(3)] public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The part of each pause, 0 to 1, that is drawn by chance, so that jobs which failed together do not return together.
    /// </summary>
    [Id(4)] public double Jitter { get; init; } = 0.2;

    /// <summary>
    /// Full names of exception types that are not worth another try; a name that ends in <c>*</c> means all that begin so. At
    /// most <see cref="MostTypes"/>.
    /// </summary>
    [Id(5)] public string[] NoRetryOn { get; init; } = [];

    /// <summary>The most names in <see cref="NoRetryOn"/>.</summary>
    public const int MostTypes = 64;

    /// <summary>What no pause is longer than, also not one that an exception asks for: 30 days.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromDays(30);

    /// <summary>The pause before the next run: exponential back-off with a ceiling, shortened by chance.</summary>
    /// <param name="failures">The runs that have failed, 1 or more.</param>
    /// <param name="chance">0 to 1, drawn by the caller.</param>
    public TimeSpan DelayAfter(int failures, double chance)
    {
        if (FirstDelay == TimeSpan.Zero)
            return TimeSpan.Zero; // However often it is multiplied, also by infinity.
        var full = Math.Min(FirstDelay.TotalSeconds * Math.Pow(Factor, failures - 1), MaxDelay.TotalSeconds);
        return TimeSpan.FromSeconds(full * (1 - Jitter * chance));
    }

    /// <summary>Whether an exception of a type is worth another try.</summary>
    /// <param name="type">The full name of the type.</param>
    public bool Covers(string type) => !NoRetryOn.Any(refused =>
        refused.EndsWith('*') ? type.StartsWith(refused[..^1], StringComparison.Ordinal) : type == refused);
}
