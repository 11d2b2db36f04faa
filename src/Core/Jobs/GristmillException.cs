namespace Gristmill;

/// <summary>The base of the platform's own errors: each says what was wrong, what was received, and what to do.</summary>
[GenerateSerializer]
public abstract class GristmillException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">A sentence for the person who reads it.</param>
    protected GristmillException(string message) : base(message)
    {
    }
}
