using System.Net.Sockets;
using System.Text;

namespace Gristmill.Embedded;

/// <summary>
/// The folder of the cluster's sockets, which only its user may enter: <c>run</c> in the data folder, or one under the temporary
/// folder if that path is too long for a socket's address.
/// </summary>
internal sealed class SocketFolder
{
    private const int MaxPath = 100;
    private const string Extension = ".sock";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly string _dataFolder;
    private readonly string _folder;

    public SocketFolder(string dataFolder)
    {
        _dataFolder = Path.GetFullPath(dataFolder);
        _folder = Path.Combine(_dataFolder, "run");
        if (Encoding.UTF8.GetByteCount(PathOf(NewNodeId())) > MaxPath)
            _folder = Path.Combine(Path.GetTempPath(), $"gristmill-{Environment.UserName}-{StableHash.Add(1, _dataFolder):x16}");
    }

    public static string NewNodeId() => Guid.NewGuid().ToString("N")[..12];

    public string PathOf(string nodeId) => Path.Combine(_folder, nodeId + Extension);

    /// <exception cref="DataFolderException">The folder cannot be used, or is open to others.</exception>
    public Socket Listen(string nodeId)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                Prepare();
                return Bind(nodeId);
            }
            catch (Exception e) when (e is IOException or SocketException && isFirst && !Directory.Exists(_folder))
            {
                // The last node has just left and taken the empty folder with it.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException)
            {
                throw new DataFolderException(_dataFolder, $"no socket can be made in '{_folder}': {e.Message}", e);
            }
        }
    }

    /// <summary>Removes a node's socket, and the folder behind the last one.</summary>
    public void Remove(string nodeId)
    {
        try
        {
            File.Delete(PathOf(nodeId));
            Directory.Delete(_folder);
        }
        catch (IOException)
        {
            // Others are in it, or it is gone.
        }
    }

    // A socket gets its name only when it listens, so that nobody takes it for one whose process died.
    private Socket Bind(string nodeId)
    {
        var draft = Path.Combine(_folder, nodeId);
        var listener = Connection.NewSocket();
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(draft));
            listener.Listen(512);
            File.Move(draft, PathOf(nodeId));
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    private void Prepare()
    {
        var isWindows = OperatingSystem.IsWindows();
        var folder = isWindows ? Directory.CreateDirectory(_folder) : Directory.CreateDirectory(_folder, OwnerOnly);
        if (!isWindows && (folder.UnixFileMode & ~OwnerOnly) != 0)
            throw new DataFolderException(_dataFolder, $"'{_folder}' is open to other users. Give it mode 0700 or delete it.");
        foreach (var path in Directory.EnumerateFiles(_folder, "*" + Extension).Where(IsStale))
            File.Delete(path);
    }

    /// <summary>Whether nobody listens there any more.</summary>
    private static bool IsStale(string path)
    {
        using var socket = Connection.NewSocket();
        socket.Blocking = false;
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return false;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.ConnectionRefused;
        }
    }
}
