using Orleans.Messaging;

namespace Gristmill.Hosting.Clustering;

/// <summary>Tells a client which silos live now; one that has died is not named, so it is not tried.</summary>
public sealed class SqliteGatewayListProvider(ClusterFile file, LostSilos lost) : IGatewayListProvider
{
    /// <summary>How often a client asks again, besides at once when it has lost every silo.</summary>
    public static readonly TimeSpan RefreshPeriod = TimeSpan.FromSeconds(1);

    private IList<Uri> _known = [];

    public TimeSpan MaxStaleness => RefreshPeriod;

    public bool IsUpdatable => true;

    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    public async Task<IList<Uri>> GetGateways()
    {
        var gateways = await Task.Run(() => file.Exists ? file.Transact(Gateways) : []);
        if (Interlocked.Exchange(ref _known, gateways).Except(gateways).Any())
            lost.Report();
        return gateways;
    }

    private static Uri[] Gateways(MemberRows rows) =>
    [
        .. from row in rows.All()
           let entry = row.Entry
           where entry is { Status: SiloStatus.Active, ProxyPort: > 0 }
           select SiloAddress.New(entry.SiloAddress.Endpoint.Address, entry.ProxyPort, entry.SiloAddress.Generation)
               .ToGatewayUri(),
    ];
}
