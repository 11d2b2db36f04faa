namespace Gristmill.Bench;

/// <summary>An empty folder, gone with all that is in it when disposed of or when the harness ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Leftovers.Add(Path);

    public string Path { get; } = Directory.CreateTempSubdirectory("gristmill-bench-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        Leftovers.Delete(Path);
        Leftovers.Remove(Path);
    }
}
