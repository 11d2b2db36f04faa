namespace Gristmill.Dashboard.Parts;

/// <summary>How something went that was not refused.</summary>
/// <param name="Text">For the person who asked.</param>
/// <param name="IsNothing">Whether there was nothing to do.</param>
internal readonly record struct Outcome(string Text, bool IsNothing = false)
{
    public static implicit operator Outcome(string text) => new(text);
}
