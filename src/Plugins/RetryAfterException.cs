namespace Gristmill.Plugins;

/// <summary>Thrown by a task to fail its run and say when the next one is worth a try, if the job has attempts left.</summary>
public sealed class RetryAfterException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="delay">How long to wait before the next run; 0 or more.</param>
    /// <param name="message">Why this run failed.</param>
    /// <param name="inner">The cause.</param>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative.</exception>
    public RetryAfterException(TimeSpan delay, string message, Exception? inner = null) : base(message, inner)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        Delay = delay;
    }

    /// <summary>How long to wait before the next run.</summary>
    public TimeSpan Delay { get; }
}
