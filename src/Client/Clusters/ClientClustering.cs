using Gristmill.Silo.Clustering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Messaging;
using Orleans.Metadata;
using Orleans.Runtime;

namespace Gristmill.Client.Clusters;

/// <summary>Reaches the silos of a data folder.</summary>
internal static class ClientClustering
{
    public static void UseCluster(IHostApplicationBuilder builder, string data)
    {
        builder.Services.AddSingleton(_ => new ClusterFile(data));
        builder.Services.AddSingleton<IGrainInterfaceTypeProvider, RememberedInterfaceTypes>();
        builder.UseOrleansClient(client =>
        {
            client.Services.AddSingleton<LostSilos>();
            client.Services.AddSingleton<IOutgoingGrainCallFilter>(services => services.GetRequiredService<LostSilos>());
            client.Services.AddSingleton<IGatewayListProvider, SqliteGatewayListProvider>();
            // Whoever asks in vain is to know it now, not in three minutes.
            client.UseConnectionRetryFilter((_, _) => Task.FromResult(false));
            client.Configure<ClusterOptions>(cluster => SiloClustering.Name(cluster, data));
            client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = SqliteGatewayListProvider.RefreshPeriod);
        });
    }

    /// <summary>Whether the error says that no silo runs there.</summary>
    public static bool IsNoCluster(Exception error) => error is SiloUnavailableException or DataFolderException;

    /// <summary>What is wrong with the data folder itself; null if the error does not say that.</summary>
    public static string? DataFault(Exception error) => (error as DataFolderException)?.Message;
}
