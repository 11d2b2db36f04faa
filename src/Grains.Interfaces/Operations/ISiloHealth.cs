namespace Gristmill;

/// <summary>Whether a silo can do what it is asked for.</summary>
public interface ISiloHealth
{
    /// <summary>Why it cannot now, in a sentence without its full stop; null while it can.</summary>
    string? Trouble { get; }
}
