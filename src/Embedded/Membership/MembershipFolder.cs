using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Win32.SafeHandles;

namespace Gristmill.Embedded;

/// <summary>
/// The files by which silos find each other. For a silo named S in its life N:
/// <c>S.lock</c> is locked while it lives, <c>S.N.active</c> describes it, <c>S.N.stopping</c> says that it is leaving,
/// <c>S.N.dead</c> that it was voted out, <c>S.N.vote-V</c> is a vote of V for that. <c>guard</c> is locked for the moment of
/// making or removing any of these.
/// </summary>
internal sealed partial class MembershipFolder
{
    private const string Lock = "lock";
    private const string Active = "active";
    private const string Stopping = "stopping";
    private const string Dead = "dead";
    private static readonly DateTimeOffset Epoch = new(2022, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(10);
    private readonly string _dataFolder;
    private readonly string _folder;
    private SafeFileHandle? _lock;

    public MembershipFolder(string dataFolder)
    {
        _dataFolder = Path.GetFullPath(dataFolder);
        _folder = Path.Combine(_dataFolder, "membership");
    }

    public bool Exists => Directory.Exists(_folder);

    /// <summary>Makes the folder, takes the name, and removes what silos left that died.</summary>
    /// <exception cref="SiloNameTakenException">A live silo has the name.</exception>
    /// <exception cref="DataFolderException">The folder cannot be made or written.</exception>
    public async Task<SiloAddress> TakeName(string name)
    {
        try
        {
            Directory.CreateDirectory(_folder);
            using var guard = await Guard();
            _lock = await TakeLock(name) ?? throw new SiloNameTakenException(name, _dataFolder);
            foreach (var file in Files().Where(f => f.Name == name))
                File.Delete(file.Path);
            foreach (var dead in Files().Select(f => f.Name).Distinct().Where(other => other != name && !IsLocked(other)))
                Remove(dead);
            return SiloAddress.New(name, NextGeneration());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException(_dataFolder, e.Message, e);
        }
    }

    /// <summary>Shows the silo to the others as active.</summary>
    public void Publish(Member member)
    {
        var draft = PathOf(member.Address, "draft");
        File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(new Description(member.NodeId, member.Grains)));
        File.Move(draft, PathOf(member.Address, Active), overwrite: true);
    }

    public void PublishStopping(SiloAddress address) => File.WriteAllBytes(PathOf(address, Stopping), []);

    /// <summary>Gives the name back and leaves no file.</summary>
    public async Task Leave(SiloAddress address)
    {
        using var guard = await Guard();
        Remove(address.Name);
        Unlock();
    }

    /// <summary>Lets go of the name as the death of the process would.</summary>
    public void Unlock() => Interlocked.Exchange(ref _lock, null)?.Dispose();

    /// <summary>The silos that live. Those that <paramref name="knownAlive"/> vouches for are not probed.</summary>
    public List<Member> Scan(ClusterView known, Func<Member, bool> knownAlive)
    {
        var files = Files().ToList();
        var stopping = files.Where(f => f.Kind == Stopping).Select(f => f.Address).ToHashSet();
        var dead = files.Where(f => f.Kind == Dead).Select(f => f.Address).ToHashSet();
        var live = new List<Member>();
        foreach (var lives in files.Where(f => f.Kind == Active).GroupBy(f => f.Name))
        {
            var file = lives.MaxBy(f => f.Address.Generation)!;
            if (dead.Contains(file.Address) || (known.Find(file.Address) ?? Read(file)) is not { } member)
                continue;
            var status = stopping.Contains(file.Address) ? SiloStatus.ShuttingDown : SiloStatus.Active;
            if (knownAlive(member) || IsLocked(file.Name))
                live.Add(member.Status == status ? member : member with { Status = status });
        }

        return live;
    }

    /// <summary>Whether some process holds the lock of that silo name.</summary>
    public bool IsLocked(string name)
    {
        try
        {
            // A shared lock, so that two who look at the same time do not take each other for the silo.
            File.OpenHandle(PathOf(name, Lock), FileMode.Open, FileAccess.Read, FileShare.Read).Dispose();
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public bool IsVotedOut(SiloAddress address) => File.Exists(PathOf(address, Dead));

    /// <summary>Votes to call a silo dead that holds its lock; it is dead when more than half of the voters want that.</summary>
    public async Task<bool> Vote(SiloAddress silo, SiloAddress voter, IReadOnlyCollection<SiloAddress> voters)
    {
        using var guard = await Guard();
        File.WriteAllBytes(PathOf(silo, VoteOf(voter)), []);
        var votes = voters.Count(v => File.Exists(PathOf(silo, VoteOf(v))));
        if (votes * 2 <= voters.Count)
            return false;
        File.WriteAllBytes(PathOf(silo, Dead), []);
        return true;
    }

    public void WithdrawVote(SiloAddress silo, SiloAddress voter) => File.Delete(PathOf(silo, VoteOf(voter)));

    private static string VoteOf(SiloAddress voter) => $"vote-{voter.Hash:x16}";

    private void Remove(string name)
    {
        foreach (var file in Files().Where(f => f.Name == name))
            File.Delete(file.Path);
        File.Delete(PathOf(name, Lock));
    }

    /// <summary>The time in seconds, or one more than the last one given out if that is not less.</summary>
    private int NextGeneration()
    {
        var path = PathOf("generation");
        _ = int.TryParse(File.Exists(path) ? File.ReadAllText(path) : "", CultureInfo.InvariantCulture, out var last);
        var next = Math.Max((int)(TimeProvider.System.GetUtcNow() - Epoch).TotalSeconds, last + 1);
        File.WriteAllText(path, next.ToString(CultureInfo.InvariantCulture));
        return next;
    }

    private async Task<SafeFileHandle> Guard() =>
        await TryLock(PathOf("guard"), attempts: 500) ?? throw new IOException($"'{PathOf("guard")}' stays locked.");

    // Somebody who looks at the lock holds it, too, for a moment or as long as it takes him; only a silo keeps others from looking.
    private async Task<SafeFileHandle?> TakeLock(string name)
    {
        var path = PathOf(name, Lock);
        for (var (attempt, held) = (0, 0); attempt < 500 && held < 20; attempt++)
        {
            if (await TryLock(path, attempts: 1) is { } taken)
                return taken;
            held += IsLocked(name) ? 1 : 0;
            await Task.Delay(Patience, TimeProvider.System);
        }
        return null;
    }

    private static async Task<SafeFileHandle?> TryLock(string path, int attempts)
    {
        while (true)
        {
            try
            {
                return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException) && File.Exists(path))
            {
                if (--attempts <= 0)
                    return null;
            }

            await Task.Delay(Patience, TimeProvider.System);
        }
    }

    private static Member? Read(FileOfSilo file)
    {
        try
        {
            return JsonSerializer.Deserialize<Description>(File.ReadAllBytes(file.Path)) is var (nodeId, grains)
                ? new(file.Address, nodeId, SiloStatus.Active, grains) : null;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    private IEnumerable<FileOfSilo> Files() =>
        from path in Directory.EnumerateFiles(_folder)
        let match = NameGenerationKind().Match(Path.GetFileName(path))
        where match.Success
        let generation = int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture)
        select new FileOfSilo(path, SiloAddress.New(match.Groups[1].Value, generation), match.Groups[3].Value);

    [GeneratedRegex(@"^(.+)\.([0-9]{1,9})\.([a-z]+|vote-[0-9a-f]+)$")]
    private static partial Regex NameGenerationKind();

    private string PathOf(string file) => Path.Combine(_folder, file);

    private string PathOf(string name, string kind) => PathOf($"{name}.{kind}");

    private string PathOf(SiloAddress silo, string kind) =>
        PathOf(string.Create(CultureInfo.InvariantCulture, $"{silo.Name}.{silo.Generation}.{kind}"));

    private sealed record Description(string NodeId, HostedGrain[] Grains);

    private sealed record FileOfSilo(string Path, SiloAddress Address, string Kind)
    {
        public string Name => Address.Name;
    }
}
