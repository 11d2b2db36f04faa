using Gristmill.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gristmill.Client.Clusters;

/// <summary>The clusters of this machine.</summary>
internal sealed class RealClusters : IClusters
{
    public async Task<Cluster> ConnectAsync(string? data)
    {
        var folder = Path.GetFullPath(data ?? DataFolder.Default);
        // Nothing of a host's usual equipment: configuration files, console logs and lifetimes cost more than the connection.
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        ClusterSetup.UseCluster(builder, folder);
        var host = builder.Build();
        try
        {
            await host.StartAsync();
        }
        catch (Exception e) when (ClusterSetup.IsNoCluster(e))
        {
            throw new NoClusterException(NoSilo(folder, data is null, e), e);
        }
        // The connection ends with the process: there is nothing to wait for.
        return new Cluster(host.Services.GetRequiredService<IGrainFactory>());
    }

    public Task<Cluster> StartLocalAsync(string? data) => LocalSilo.StartAsync(data);

    private static string NoSilo(string folder, bool isDefault, Exception error) => Directory.Exists(folder) && error.InnerException is not null
        ? error.Message
        : $"no silo runs on '{folder}'; start one with `gristmill-silo{(isDefault ? "" : $" --data {folder}")}`, or use `gristmill run --local`";
}
