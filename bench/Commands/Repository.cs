using System.Diagnostics;
using System.Reflection;

namespace Gristmill.Bench;

/// <summary>The repository that this was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    /// <summary>What the build wrote into this assembly.</summary>
    public static string Metadata(string key) => typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == key).Value!;

    /// <summary>The commit, with a + if files differ from it.</summary>
    public static async Task<string> RevisionAsync()
    {
        try
        {
            var commit = await RunAsync(Root, "git", "rev-parse", "--short", "HEAD");
            return await RunAsync(Root, "git", "status", "--porcelain", "--untracked-files=no") is "" ? commit : $"{commit}+";
        }
        catch (BenchException)
        {
            return "unknown";
        }
    }

    /// <summary>Runs a program to its end, and answers what it printed.</summary>
    /// <exception cref="BenchException">It failed; says what it printed.</exception>
    public static async Task<string> RunAsync(string folder, string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Leftovers.Add(process);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Leftovers.Remove(process);
        return process.ExitCode == 0
            ? (await output).Trim()
            : throw new BenchException($"{program} {string.Join(' ', arguments)} failed:\n{await output}{await errors}");
    }
}
