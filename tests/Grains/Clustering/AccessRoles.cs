using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Gristmill.Clustering;

/// <summary>What a <see cref="TestProcess"/> does that has no business with a silo.</summary>
internal static class AccessRoles
{
    /// <summary>Tries to call a grain, knowing all about the cluster but its secret.</summary>
    public static async Task<int> Intrude(string cluster, string gateway)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client =>
        {
            client.UseStaticClustering(IPEndPoint.Parse(gateway));
            client.Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = cluster);
            client.UseConnectionRetryFilter((_, _) => Task.FromResult(false));
        });
        using var host = builder.Build();
        try
        {
            await host.StartAsync();
            await host.Services.GetRequiredService<IGrainFactory>().GetGrain<IOperationsGrain>(0).QueuesAsync();
            Console.Out.WriteLine("called");
        }
        catch (Exception e)
        {
            Console.Out.WriteLine($"refused: {e.GetType().Name}");
        }
        return 0;
    }
}
