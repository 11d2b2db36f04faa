using System.Diagnostics;

namespace Gristmill.Cluster;

/// <summary>
/// A small file system of its own over a folder, which a test fills. Skips the test where nothing may be mounted.
/// </summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    private string Ballast => Path.Combine(_folder, "ballast");

    public static async Task<SmallDisk> MountAsync(string folder, int megabytes)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux()
                && await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "gristmill-test", folder),
            "no file system may be mounted: run as root, and not in a container that forbids it");
        return new SmallDisk(folder);
    }

    /// <summary>Takes all room that is left.</summary>
    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var piece in new[] { 1 << 20, 4 << 10, 1 })
        {
            try
            {
                while (true)
                    file.Write(new byte[piece]);
            }
            catch (IOException)
            {
                // That was all of it, or nearly so.
            }
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Free() => File.Delete(Ballast);

    public async ValueTask DisposeAsync() => await RunAsync("umount", "--lazy", _folder);

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        using var process =
            Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true
            })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
