using Gristmill.Plugins;

namespace Gristmill.BuiltIn.Programs;

/// <summary>The files that a job wants kept of what a program wrote.</summary>
internal static class OutputFiles
{
    /// <summary>Refuses what cannot be a name below the working folder, before the program runs.</summary>
    public static void Check(string[]? outputs)
    {
        foreach (var output in outputs ?? [])
            if (output.Length == 0 || Path.IsPathRooted(output) || output.Split('/', '\\').Contains(".."))
                throw new TaskFailedException($"the output '{output}' must be a name below the working folder");
    }

    /// <summary>Keeps each under its file's name.</summary>
    /// <exception cref="TaskFailedException">One that is named without * and ? is not there.</exception>
    public static async Task<IReadOnlyList<Artifact>> KeepAsync(TaskContext task, string folder, string[]? outputs)
    {
        var kept = new List<Artifact>();
        foreach (var file in (outputs ?? []).SelectMany(output => Find(folder, output)).Distinct())
            kept.Add(await task.SaveArtifact(Path.GetFileName(file), file));
        return kept;
    }

    private static string[] Find(string folder, string output)
    {
        var path = Path.Combine(folder, output);
        var parent = Path.GetDirectoryName(path)!;
        string[] found = Directory.Exists(parent)
            ? [.. Directory.GetFiles(parent, Path.GetFileName(output)).Order(StringComparer.Ordinal)] : [];
        if (found.Length == 0 && !output.AsSpan().ContainsAny('*', '?'))
            throw new TaskFailedException($"the program has written no file '{output}'");
        // A link may lead to a file that the job has no business with.
        if (Array.Find(found, file => !Allowed.IsWithin(Allowed.Resolve(file), Allowed.Resolve(folder))) is { } foreign)
            throw new TaskFailedException($"the output '{Path.GetFileName(foreign)}' is a link that leads out of the working folder");
        return found;
    }
}
