using System.Collections.Concurrent;

namespace Gristmill.Embedded;

/// <summary>A silo as its file describes it.</summary>
internal sealed record Member(SiloAddress Address, string NodeId, SiloStatus Status, HostedGrain[] Grains);

/// <summary>A grain class that a silo hosts.</summary>
internal sealed record HostedGrain(string Type, bool IsStatelessWorker, string[] Interfaces);

/// <summary>The silos that live, at one moment.</summary>
internal sealed class ClusterView(IReadOnlyList<Member> members)
{
    private readonly ConcurrentDictionary<GrainType, Hosts> _hosts = new();

    public static ClusterView Empty { get; } = new([]);

    public IReadOnlyList<Member> Members => members;

    public Member? Find(SiloAddress address) => members.FirstOrDefault(m => m.Address == address);

    /// <summary>The active silos that host grains of that type.</summary>
    public Hosts HostsOf(GrainType type) => _hosts.GetOrAdd(type, static (type, members) =>
    {
        var name = type.ToString();
        var hosts = members.Where(m => m.Status == SiloStatus.Active && m.Grains.Any(g => g.Type == name)).ToArray();
        return new(hosts, hosts.Any(h => h.Grains.Any(g => g.IsStatelessWorker && g.Type == name)));
    }, members);

    /// <summary>The types of the grains that implement the interface.</summary>
    public IEnumerable<GrainType> ImplementersOf(string interfaceName) =>
        members.SelectMany(m => m.Grains).Where(g => g.Interfaces.Contains(interfaceName)).Select(g => GrainType.Create(g.Type));
}

/// <summary>The active silos that host grains of one type.</summary>
internal sealed class Hosts(Member[] silos, bool areStatelessWorkers)
{
    public bool None => silos.Length == 0;

    public bool AreStatelessWorkers => areStatelessWorkers;

    /// <summary>
    /// Where something belongs: the silo with the highest hash of silo and thing. When a silo comes or goes, only what it had
    /// moves.
    /// </summary>
    public string OwnerOf(ulong hash)
    {
        var (best, bestWeight) = (silos[0], 0UL);
        for (var i = 0; silos.Length > 1 && i < silos.Length; i++)
        {
            var weight = StableHash.Mix(hash ^ silos[i].Address.Hash, 0xD6E8FEB86659FD93);
            if (weight > bestWeight)
                (best, bestWeight) = (silos[i], weight);
        }

        return best.NodeId;
    }

    public bool Include(string nodeId) => silos.Any(s => s.NodeId == nodeId);
}
