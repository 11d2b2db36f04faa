using System.Net;
using System.Security.Cryptography;
using System.Text;
using Gristmill.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Dashboard;

namespace Gristmill.Hosting.Clustering;

/// <summary>Configures Orleans: the silos of one machine that share a data folder are a cluster.</summary>
public static class SiloClustering
{
    public static void UseOrleans(IHostApplicationBuilder builder, Gristmill.Grains.SiloOptions options)
    {
        builder.Services.AddSingleton(_ => new ClusterFile(options.Data));
        builder.Services.AddSingleton(_ => new ClusterSecret(options.Data));
        builder.Services.AddSingleton<ConnectionHandshake>();
        builder.Services.AddHostedService<SiloClaim>();
        builder.Services.AddSingleton<TimeProvider>(_ => new SteadyClock(TimeProvider.System));
        // What Orleans warns of is no trouble of the operator: a garbage collector that we chose, each call that a silo's death
        // broke off.
        builder.Logging.AddFilter("Orleans", options.LogLevel is LogLevel.Warning ? LogLevel.Error : options.LogLevel);
        builder.Services.AddSingleton<IGrainInterfaceTypeProvider, RememberedInterfaceTypes>();
        builder.UseOrleans(silo =>
        {
            var ports = new LoopbackPorts();
            silo.Services.AddSingleton(_ => ports);
            silo.Services.AddSingleton<IMembershipTable, SqliteMembershipTable>();
            silo.ConfigureEndpoints(IPAddress.Loopback, ports.Silo, ports.Gateway);
            silo.Configure<SiloOptions>(orleans => orleans.SiloName = options.Name);
            silo.Configure<ClusterOptions>(cluster => Name(cluster, options.Data));
            silo.Configure<ClusterMembershipOptions>(DetectFailures);
            silo.Services.AddOptions<SiloConnectionOptions>().Configure<ConnectionHandshake>((connections, handshake) =>
            {
                connections.ConfigureSiloInboundConnection(handshake.Accept);
                connections.ConfigureGatewayInboundConnection(handshake.Accept);
                connections.ConfigureSiloOutboundConnection(handshake.Open);
            });
            // Its live log would keep a silo from stopping for as long as somebody reads it.
            silo.AddDashboard(dashboard => dashboard.HideTrace = true);
        });
    }

    /// <summary>What to tell the person who started the silo; null for an error that nobody foresaw.</summary>
    public static string? Explain(Exception error) =>
        error is SiloNameTakenException or DataFolderException ? error.Message : null;

    /// <summary>Silos and clients of one data folder belong together, and to no others.</summary>
    public static void Name(ClusterOptions cluster, string data)
    {
        var folder = new DirectoryInfo(Path.TrimEndingDirectorySeparator(Path.GetFullPath(data)));
        var path = (folder.Exists && folder.ResolveLinkTarget(returnFinalTarget: true) is { } target ? target : folder).FullName;
        cluster.ClusterId = $"gristmill-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)).AsSpan(0, 8))}";
        cluster.ServiceId = cluster.ClusterId;
    }

    // A silo that has died is found by its lock, as often as the table is read. Probes are there for one that lives and does not
    // answer: patient, since a silo whose every processor is busy with plugins must not be taken for such a one.
    private static void DetectFailures(ClusterMembershipOptions membership)
    {
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(1);
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        membership.ProbeTimeout = TimeSpan.FromSeconds(2);
        membership.MaxProbeTimeout = TimeSpan.FromSeconds(4);
        membership.NumMissedProbesLimit = 5;
        membership.DefunctSiloExpiration = TimeSpan.FromDays(1);
    }
}
