using Gristmill.Grains;
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
        ClientClustering.UseCluster(builder, folder);
        var host = builder.Build();
        try
        {
            await host.StartAsync();
        }
        catch (Exception e) when (ClientClustering.IsNoCluster(e))
        {
            throw new NoClusterException(AccessFault(folder) ?? ClientClustering.Fault(e, host.Services)
                ?? NoSilo(folder, data is null), e);
        }
        return new Cluster(host.Services.GetRequiredService<IGrainFactory>(), Traced());
    }

    // Silo and libraries are loaded for it: only where somebody wants the traces. The connection itself ends with the process.
    private static Func<Task>? Traced()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(OpenTelemetryExport.EndpointVariable)))
            return null;
        var export = OpenTelemetryExport.OfClient();
        return () =>
        {
            export.Dispose();
            return Task.CompletedTask;
        };
    }

    public Task<Cluster> StartLocalAsync(string? data) => LocalSilo.StartAsync(data);

    private static string NoSilo(string folder, bool isDefault) =>
        $"no silo answers on '{folder}'; start one with `gristmill-silo{(isDefault ? "" : $" --data {folder}")}`, or use `gristmill run --local`";

    // A folder that this user may not look into seems to be without silos.
    private static string? AccessFault(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                _ = Directory.EnumerateFileSystemEntries(folder).Any();
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return $"the data folder '{folder}' is closed to this user; run as the user of its silos, or name another one with --data";
        }
    }
}
