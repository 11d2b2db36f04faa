using Gristmill.Core;
using Gristmill.Hosting.Clustering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Messaging;
using Orleans.Runtime.Messaging;

namespace Gristmill.Client.Clusters;

/// <summary>Reaches the silos of a data folder.</summary>
public static class ClientClustering
{
    public static void UseCluster(IHostApplicationBuilder builder, string data)
    {
        builder.Services.AddSingleton(_ => new ClusterFile(data));
        builder.Services.AddSingleton<TimeProvider>(_ => new SteadyClock(TimeProvider.System));
        builder.Services.AddSingleton(_ => new ClusterSecret(data));
        builder.Services.AddSingleton<ConnectionHandshake>();
        builder.Services.AddSingleton<IGrainInterfaceTypeProvider, RememberedInterfaceTypes>();
        builder.UseOrleansClient(client =>
        {
            client.Services.AddSingleton<LostSilos>();
            client.Services.AddSingleton<IOutgoingGrainCallFilter>(services => services.GetRequiredService<LostSilos>());
            client.Services.AddSingleton<IGatewayListProvider, SqliteGatewayListProvider>();
            // Whoever asks in vain is to know it now, not in three minutes.
            client.UseConnectionRetryFilter((_, _) => Task.FromResult(false));
            client.Configure<ClusterOptions>(cluster => SiloClustering.Name(cluster, data));
            client.Services.AddOptions<ClientConnectionOptions>().Configure<ConnectionHandshake>(
                (connections, handshake) => connections.ConfigureConnection(handshake.Open));
            client.Configure<GatewayOptions>(gateways =>
                gateways.GatewayListRefreshPeriod = SqliteGatewayListProvider.RefreshPeriod);
        });
    }

    /// <summary>Whether the error says that no silo runs there.</summary>
    public static bool IsNoCluster(Exception error) =>
        error is SiloUnavailableException or ConnectionFailedException or DataFolderException;

    /// <summary>What is wrong with the data folder, or with whoever listens in its name; null if nothing is known.</summary>
    public static string? Fault(Exception error, IServiceProvider services) =>
        (error as DataFolderException)?.Message ?? services.GetRequiredService<ConnectionHandshake>().Fault;
}
