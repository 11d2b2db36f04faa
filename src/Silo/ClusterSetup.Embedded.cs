using Gristmill.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gristmill.Silo;

/// <summary>Hosts the grains on the embedded runtime: the silos of one user on one machine that share a data folder.</summary>
internal static class ClusterSetup
{
    public const string Runtime = "Embedded";

    public static void UseGrains(IHostApplicationBuilder builder, SiloOptions options)
    {
        builder.Services.AddSingleton<IGrainActivity, GrainActivity>();
        builder.UseEmbeddedSilo(silo =>
        {
            silo.DataFolder = options.Data;
            silo.SiloName = options.Name;
            silo.GrainAssemblies.Add(typeof(GristmillServices).Assembly);
        });
    }

    /// <summary>The runtime's own dashboard: it has none.</summary>
    public static Dashboard.RuntimePages? Pages => null;

    /// <summary>Maps it.</summary>
    public static void MapPages(IEndpointRouteBuilder app)
    {
    }

    /// <summary>What to tell the person who started the silo; null for an error that nobody foresaw.</summary>
    public static string? Explain(Exception error) => error is SiloNameTakenException or DataFolderException ? error.Message : null;
}
