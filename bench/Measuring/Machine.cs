using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Gristmill.Bench;

/// <summary>What the figures were taken on.</summary>
internal sealed record Machine(
    string Processor, int Cores, double MemoryGigabytes, string Kernel, string Dotnet, double FsyncP50, double FsyncP99, string Load)
{
    public static Machine Look()
    {
        var fsync = Fsync();
        return new Machine(
            Line("/proc/cpuinfo", "model name"),
            Environment.ProcessorCount,
            double.Parse(Line("/proc/meminfo", "MemTotal").Split(' ')[0], CultureInfo.InvariantCulture) / 1e6,
            $"{RuntimeInformation.OSDescription}, Linux {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}",
            RuntimeInformation.FrameworkDescription,
            Statistics.Percentile(fsync, 0.5),
            Statistics.Percentile(fsync, 0.99),
            File.ReadAllText("/proc/loadavg").Split(' ')[0]);
    }

    // Where the data folders are: a page appended and flushed to the disk, in ms.
    private static double[] Fsync()
    {
        using var folder = new TemporaryFolder();
        using var file = File.OpenHandle(folder["fsync"], FileMode.CreateNew, FileAccess.Write);
        var page = new byte[4096];
        var samples = new double[500];
        for (var i = 0; i < samples.Length; i++)
        {
            var since = Stopwatch.GetTimestamp();
            RandomAccess.Write(file, page, (long)i * page.Length);
            RandomAccess.FlushToDisk(file);
            samples[i] = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
        }
        return samples;
    }

    private static string Line(string file, string key) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : "unknown";
}
