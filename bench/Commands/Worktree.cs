namespace Gristmill.Bench;

/// <summary>A revision checked out outside the tree, with the harness of today: both versions are measured by the same one.</summary>
internal sealed class Worktree : IDisposable
{
    private static readonly string[] Skipped = ["node_modules", "bin", "obj", "Micro"];
    private readonly TemporaryFolder _folder = new();

    private Worktree()
    {
    }

    private string Root => _folder["tree"];

    public static async Task<Worktree> CheckOutAsync(string revision)
    {
        var worktree = new Worktree();
        try
        {
            await Repository.RunAsync(Repository.Root, "git", "worktree", "prune");
            await Repository.RunAsync(Repository.Root, "git", "worktree", "add", "--detach", worktree.Root, revision);
            var bench = Path.Combine(worktree.Root, "bench");
            if (Directory.Exists(bench))
                Directory.Delete(bench, recursive: true);
            Copy(Path.Combine(Repository.Root, "bench"), bench);
            return worktree;
        }
        catch
        {
            worktree.Dispose();
            throw;
        }
    }

    /// <summary>Builds the harness with that revision's sources, and answers where its program is.</summary>
    /// <exception cref="BenchException">It does not build: the revision may lack what the harness uses.</exception>
    public async Task<string> BuildBenchAsync()
    {
        await Repository.RunAsync(Root, "dotnet", "build", "bench/Gristmill.Bench.csproj", "-c", "Release", "-v", "quiet", "-nologo");
        return Path.Combine(Root, "artifacts", "bin", "Gristmill.Bench", "release", "gristmill-bench.dll");
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
