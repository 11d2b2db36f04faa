using System.Security.Cryptography;

namespace Gristmill.Hosting.Clustering;

/// <summary>
/// What the processes of a cluster prove to each other that they know: 32 random bytes in <c>cluster.secret</c> of the data
/// folder, a file that only the folder's owner can read. The first silo makes it.
/// </summary>
public sealed class ClusterSecret(string data)
{
    private const int Length = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private byte[]? _secret;

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetFullPath(data), "cluster.secret");

    /// <summary>The secret.</summary>
    /// <exception cref="DataFolderException">It is not there, or not this user's alone.</exception>
    public ReadOnlySpan<byte> Value => _secret ??= Read();

    /// <summary>Makes it unless it is there, and keeps it; to be called by one process at a time.</summary>
    /// <exception cref="DataFolderException">It cannot be made or read.</exception>
    public void Make()
    {
        if (!File.Exists(Path))
            Write();
        _secret = Read();
    }

    private void Write()
    {
        var draft = $"{Path}.new";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = OwnerOnly;
            using (var file = new FileStream(draft, options))
            {
                file.Write(RandomNumberGenerator.GetBytes(Length));
                file.Flush(flushToDisk: true);
            }
            File.Move(draft, Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException(data, e.Message, e);
        }
    }

    private byte[] Read()
    {
        try
        {
            var secret = File.ReadAllBytes(Path);
            if (secret.Length != Length)
                throw new DataFolderException(data,
                    $"{Path} has {secret.Length} bytes instead of {Length}; stop all silos, delete it and start them again.");
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(Path) & ~OwnerOnly) is not 0)
                throw new DataFolderException(data,
                    $"{Path} is open to other users, who could call its silos; stop all silos, delete it and start them again.");
            return secret;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException(data,
                $"the secret of its silos cannot be read ({e.Message}); run as the user of its silos.", e);
        }
    }
}
