using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Gristmill.Embedded;

/// <summary>Puts the embedded runtime into a host.</summary>
public static class EmbeddedHostingExtensions
{
    /// <summary>
    /// Runs a silo in the host. It is active before hosted services registered after this one start, and leaves after they stopped.
    /// Starting fails with <see cref="SiloNameTakenException"/> or <see cref="DataFolderException"/>.
    /// </summary>
    public static IHostApplicationBuilder UseEmbeddedSilo(this IHostApplicationBuilder builder, Action<EmbeddedSiloOptions> configure)
    {
        builder.Services.AddSingleton<ISiloStatusOracle>(s => s.GetRequiredService<Node>().Membership);
        builder.Services.AddSingleton<ILocalSiloDetails>(s => s.GetRequiredService<Node>());
        return AddNode(builder, configure);
    }

    /// <summary>
    /// Connects the host to the silos of the data folder. Starting fails with <see cref="SiloUnavailableException"/> if none lives,
    /// or with <see cref="DataFolderException"/>.
    /// </summary>
    public static IHostApplicationBuilder UseEmbeddedClient(this IHostApplicationBuilder builder, Action<EmbeddedClientOptions> configure) =>
        AddNode(builder, configure);

    private static IHostApplicationBuilder AddNode<TOptions>(IHostApplicationBuilder builder, Action<TOptions> configure)
        where TOptions : EmbeddedClientOptions
    {
        var services = builder.Services.Configure(configure);
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<Node>(s, s.GetRequiredService<IOptions<TOptions>>().Value));
        services.AddSingleton<IClusterClient>(s => s.GetRequiredService<Node>().Factory);
        services.AddSingleton<IGrainFactory>(s => s.GetRequiredService<Node>().Factory);
        services.AddKeyedSingleton<IStreamProvider>(
            KeyedService.AnyKey, (s, name) => new StreamProvider(s.GetRequiredService<Node>(), (string)name!));
        services.AddHostedService(s => s.GetRequiredService<Node>());
        return builder;
    }
}
