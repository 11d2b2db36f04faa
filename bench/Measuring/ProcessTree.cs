using System.Globalization;

namespace Gristmill.Bench;

/// <summary>What the kernel knows of a process and all that came from it (/proc).</summary>
internal static class ProcessTree
{
    // USER_HZ, which /proc counts in: 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>User and system time, with that of children that have ended.</summary>
    public static TimeSpan ProcessorTime(int root) =>
        TimeSpan.FromSeconds(Walk(root).Sum(process => process.Ticks) / TicksPerSecond);

    /// <summary>
    /// Resident memory in MB: what the processes have for themselves, with pages that a fork shares counted once, and the files
    /// that one of them has mapped, whoever else on the machine has mapped them too.
    /// </summary>
    public static double Memory(int root)
    {
        var maps = Walk(root).Select(process => $"/proc/{process.Id}/smaps_rollup").ToArray();
        var files = maps.Max(map => Kilobytes(map, "Rss:") - Kilobytes(map, "Anonymous:"));
        return (maps.Sum(map => Kilobytes(map, "Pss_Anon:")) + files) / 1e3;
    }

    /// <summary>The most memory that a process has had resident, in MB.</summary>
    public static double PeakMemory(int process) => Kilobytes($"/proc/{process}/status", "VmHWM:") / 1e3;

    private static IEnumerable<Entry> Walk(int root)
    {
        var children = All().ToLookup(process => process.Parent);
        var left = new Queue<Entry>(children.SelectMany(group => group).Where(process => process.Id == root));
        while (left.TryDequeue(out var process))
        {
            yield return process;
            foreach (var child in children[process.Id])
                left.Enqueue(child);
        }
    }

    private static IEnumerable<Entry> All()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id)
                || Read($"{folder}/stat") is not { } text)
                continue;
            // pid (name) state ppid …: the name may contain anything, the fields behind it are numbers.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            var ticks = fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
            yield return new Entry(id, int.Parse(fields[1], CultureInfo.InvariantCulture), ticks);
        }
    }

    private static long Kilobytes(string file, string key) =>
        Read(file)?.Split('\n').FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal)) is { } line
            ? long.Parse(line[key.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)
            : 0;

    // A process may end while it is looked at.
    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private readonly record struct Entry(int Id, int Parent, long Ticks);
}
