using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gristmill.Embedded;

/// <summary>Puts the embedded runtime into a host.</summary>
public static class EmbeddedHostingExtensions
{
    /// <inheritdoc cref="AddEmbeddedSilo"/>
    public static IHostApplicationBuilder UseEmbeddedSilo(this IHostApplicationBuilder builder, Action<EmbeddedSiloOptions> configure)
    {
        builder.Services.AddEmbeddedSilo(configure);
        return builder;
    }

    /// <inheritdoc cref="AddEmbeddedClient"/>
    public static IHostApplicationBuilder UseEmbeddedClient(this IHostApplicationBuilder builder, Action<EmbeddedClientOptions> configure)
    {
        builder.Services.AddEmbeddedClient(configure);
        return builder;
    }

    /// <summary>
    /// Runs a silo in the host. It is active before hosted services registered after this one start, and leaves after they stopped.
    /// Starting fails with <see cref="SiloNameTakenException"/> or <see cref="DataFolderException"/>.
    /// </summary>
    public static IServiceCollection AddEmbeddedSilo(this IServiceCollection services, Action<EmbeddedSiloOptions> configure) => throw new NotImplementedException();

    /// <summary>
    /// Connects the host to the silos of the data folder. Starting fails with <see cref="SiloUnavailableException"/> if none lives,
    /// or with <see cref="DataFolderException"/>.
    /// </summary>
    public static IServiceCollection AddEmbeddedClient(this IServiceCollection services, Action<EmbeddedClientOptions> configure) => throw new NotImplementedException();

    /// <summary>Hosts the grain classes of the assembly, too.</summary>
    public static IServiceCollection AddGrains(this IServiceCollection services, Assembly assembly) => throw new NotImplementedException();
}
