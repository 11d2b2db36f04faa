using Microsoft.Extensions.Hosting;

namespace Gristmill.Client;

/// <summary>Reaches the silos of a data folder on the embedded runtime.</summary>
internal static class ClusterSetup
{
    public static void UseCluster(IHostApplicationBuilder builder, string data) =>
        builder.UseEmbeddedClient(client => client.DataFolder = data);

    /// <summary>Whether the error says that no silo can be reached there.</summary>
    public static bool IsNoCluster(Exception error) => error is SiloUnavailableException or DataFolderException;

    /// <summary>What is wrong with the data folder itself; null if the error does not say that.</summary>
    public static string? DataFault(Exception error) => (error as DataFolderException)?.Message;
}
