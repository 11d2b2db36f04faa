using Gristmill.Plugins;

namespace Gristmill.BuiltIn;

/// <summary>Checks what jobs ask for against the operator's lists.</summary>
internal static class Allowed
{
    /// <param name="what">What it is, in words: <c>program</c>.</param>
    /// <param name="asked">What the job asked for.</param>
    /// <param name="list">What is allowed.</param>
    /// <param name="setting">The name of the list in <see cref="BuiltInOptions"/>.</param>
    /// <param name="entry">What to add to the list; what was asked for unless given.</param>
    public static void Check(string what, string asked, string[] list, string setting, string? entry = null)
    {
        if (!Array.Exists(list, allowed => Matches(allowed, asked)))
            throw Refused(what, asked, setting, entry ?? asked);
    }

    /// <summary>Answers the full path of a folder that the operator's list holds, or one below it.</summary>
    public static string Folder(string asked, string[] list)
    {
        if (!Path.IsPathFullyQualified(asked))
            throw new TaskFailedException($"the folder '{asked}' must be a full path");
        var path = Resolve(asked);
        return list.Contains("*") || Array.Exists(list, allowed => IsWithin(path, Resolve(allowed)))
            ? path
            : throw Refused("folder", asked, nameof(BuiltInOptions.Folders), path);
    }

    /// <summary>Whether a path is a folder or below it; both as <see cref="Resolve"/> answers.</summary>
    public static bool IsWithin(string path, string folder) =>
        path == folder
            || path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>A path without <c>..</c> and without links.</summary>
    public static string Resolve(string path)
    {
        var resolved = Path.GetPathRoot(Path.GetFullPath(path))!;
        foreach (var part in Path.GetFullPath(path)[resolved.Length..].Split(Path.DirectorySeparatorChar,
            StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(resolved, part);
            FileSystemInfo entry = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            resolved = entry.LinkTarget is null ? next : entry.ResolveLinkTarget(returnFinalTarget: true) is { } target
                ? Resolve(target.FullName) : next;
        }
        return resolved;
    }

    public static NotAllowedException Refused(string what, string asked, string setting, string entry) => new(
        $"the {what} '{asked}' is not allowed on this silo; its operator allows it by adding \"{entry}\" to {BuiltInOptions.Section}:{setting}"
        + $" (GRISTMILL__{BuiltInOptions.Section.Replace(":", "__", StringComparison.Ordinal)}__{setting}__0={entry})");

    private static bool Matches(string allowed, string asked) =>
        allowed.EndsWith('*') ? asked.StartsWith(allowed[..^1], StringComparison.Ordinal) : allowed == asked;
}
