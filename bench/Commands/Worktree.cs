namespace Gristmill.Bench;

/// <summary>
/// A revision checked out outside the tree, with the harness of today: both versions are measured by the same one, unless
/// what it uses of them has changed.
/// </summary>
internal sealed class Worktree : IDisposable
{
    private static readonly string[] Skipped = ["node_modules", "bin", "obj", "Micro"];
    private readonly TemporaryFolder _folder = new();

    private Worktree()
    {
    }

    private string Root => _folder["tree"];

    private string Bench => Path.Combine(Root, "bench");

    private string OwnBench => _folder["own"];

    public static async Task<Worktree> CheckOutAsync(string revision)
    {
        var worktree = new Worktree();
        try
        {
            await Repository.RunAsync(Repository.Root, "git", "worktree", "prune");
            await Repository.RunAsync(Repository.Root, "git", "worktree", "add", "--detach", worktree.Root, revision);
            if (Directory.Exists(worktree.Bench))
                Directory.Move(worktree.Bench, worktree.OwnBench);
            Copy(Path.Combine(Repository.Root, "bench"), worktree.Bench);
            return worktree;
        }
        catch
        {
            worktree.Dispose();
            throw;
        }
    }

    /// <summary>Builds the harness with that revision's sources, and answers where its program is.</summary>
    /// <param name="properties">What that revision's build is told besides, NAME=VALUE.</param>
    /// <exception cref="BenchException">It does not build.</exception>
    public async Task<string> BuildBenchAsync(IEnumerable<string> properties)
    {
        // Wherever that revision would put it.
        var artifacts = Path.Combine(Root, "artifacts");
        string[] build =
        [
            "build", "bench/Gristmill.Bench.csproj", "-c", "Release", "-v", "quiet", "-nologo",
            .. properties.Append($"ArtifactsPath={artifacts}").Select(property => $"-p:{property}"),
        ];
        try
        {
            await Repository.RunAsync(Root, "dotnet", build);
        }
        catch (BenchException) when (Directory.Exists(OwnBench))
        {
            Console.WriteLine("today's harness does not build with it: it is measured by its own");
            Directory.Delete(Bench, recursive: true);
            Directory.Move(OwnBench, Bench);
            await Repository.RunAsync(Root, "dotnet", build);
        }
        return Path.Combine(artifacts, "bin", "Gristmill.Bench", "release", "gristmill-bench.dll");
    }

    public void Dispose()
    {
        _folder.Dispose();
        Repository.RunAsync(Repository.Root, "git", "worktree", "prune").GetAwaiter().GetResult();
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(from).Where(folder => !Skipped.Contains(Path.GetFileName(folder))))
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
