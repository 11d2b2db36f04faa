using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

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
    public static IServiceCollection AddEmbeddedSilo(this IServiceCollection services, Action<EmbeddedSiloOptions> configure)
    {
        services.Configure(configure);
        services.AddNode<EmbeddedSiloOptions>();
        services.AddSingleton<SiloStatusOracle>(s => new(s.GetRequiredService<Node>(), s.GetRequiredService<IOptions<EmbeddedSiloOptions>>().Value));
        services.AddSingleton<ISiloStatusOracle>(s => s.GetRequiredService<SiloStatusOracle>());
        services.AddSingleton<ILocalSiloDetails>(s => s.GetRequiredService<SiloStatusOracle>());
        return services.AddHostedService<SiloService>();
    }

    /// <summary>
    /// Connects the host to the silos of the data folder. Starting fails with <see cref="SiloUnavailableException"/> if none lives,
    /// or with <see cref="DataFolderException"/>.
    /// </summary>
    public static IServiceCollection AddEmbeddedClient(this IServiceCollection services, Action<EmbeddedClientOptions> configure)
    {
        services.Configure(configure);
        services.AddNode<EmbeddedClientOptions>();
        return services.AddHostedService<ClientService>();
    }

    /// <summary>Hosts the grain classes of the assembly, too.</summary>
    public static IServiceCollection AddGrains(this IServiceCollection services, Assembly assembly) =>
        services.Configure<EmbeddedSiloOptions>(options => options.GrainAssemblies.Add(assembly));

    private static void AddNode<TOptions>(this IServiceCollection services)
        where TOptions : EmbeddedOptions
    {
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<Node>(s, s.GetRequiredService<IOptions<TOptions>>().Value));
        services.AddSingleton<IClusterClient>(s => s.GetRequiredService<Node>().Factory);
        services.AddSingleton<IGrainFactory>(s => s.GetRequiredService<Node>().Factory);
        services.AddKeyedSingleton<IStreamProvider>(
            KeyedService.AnyKey, (s, name) => new StreamProvider(s.GetRequiredService<Node>(), (string)name!));
    }

    /// <summary>The life of a silo within its host's.</summary>
    private sealed class SiloService(Node node, SiloStatusOracle oracle) : IHostedService
    {
        // Made here so that it sees every change.
        private readonly SiloStatusOracle _oracle = oracle;

        public Task StartAsync(CancellationToken cancellationToken) => node.StartSilo();

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            // Stopping with a cancelled token means: at once.
            if (cancellationToken.IsCancellationRequested)
                node.Kill();
            else
                await node.StopSilo(cancellationToken);
        }
    }

    private sealed class ClientService(Node node) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => node.StartClient();

        public Task StopAsync(CancellationToken cancellationToken) => node.StopClient();
    }
}
