namespace Gristmill;

/// <summary>
/// What was asked for could not be kept: the disk is full or cannot be written. Nothing of it was done; it may be repeated.
/// </summary>
[GenerateSerializer]
public sealed class StoreUnavailableException : GristmillException
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">Which file could not be written, why, and what to do.</param>
    public StoreUnavailableException(string message) : base(message)
    {
    }
}
