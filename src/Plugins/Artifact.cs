namespace Gristmill.Plugins;

/// <summary>Something that is kept with a job: the small value to return in place of a large one.</summary>
/// <param name="Job">The job.</param>
/// <param name="Name">Its name, one of its kind in the job.</param>
/// <param name="Bytes">Its length.</param>
public sealed record Artifact(Guid Job, string Name, long Bytes)
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxNameLength = 128;

    /// <summary>
    /// Whether a text may name an artifact: 1 to 128 letters, digits, <c>.</c>, <c>_</c> and <c>-</c> of ASCII, the first of them
    /// no dot.
    /// </summary>
    /// <param name="name">The text.</param>
    public static bool IsName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= MaxNameLength && name[0] != '.'
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
    }
}
