using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Gristmill.Embedded;

/// <summary>Puts the embedded runtime into a host.</summary>
public static class EmbeddedHostingExtensions
{
    /// <summary>
    /// Runs a silo in the host. It is active before hosted services registered after this one start, and leaves after they
    /// stopped. Starting fails with <see cref="SiloNameTakenException"/> or <see cref="DataFolderException"/>.
    /// </summary>
    public static IHostApplicationBuilder UseEmbeddedSilo(
        this IHostApplicationBuilder builder, Action<EmbeddedSiloOptions> configure)
    {
        builder.Services.AddSingleton<ISiloStatusOracle>(s => s.GetRequiredService<Node>().Membership);
        builder.Services.AddSingleton<ILocalSiloDetails>(s => s.GetRequiredService<Node>());
        return AddNode(builder, configure);
    }

    /// <summary>
    /// Connects the host to the silos of the data folder. Starting fails with <see cref="SiloUnavailableException"/> if none
    /// lives, or with <see cref="DataFolderException"/>.
    /// </summary>
    public static IHostApplicationBuilder UseEmbeddedClient(
        this IHostApplicationBuilder builder, Action<EmbeddedClientOptions> configure) => AddNode(builder, configure);

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

/// <summary>
/// How a client finds the cluster. The embedded runtime serves processes of one user on one machine that share
/// <see cref="DataFolder"/>. It promises nothing across machines: locks and sockets do not work over network file systems.
/// Grain timers, response time-outs and idle collection go by the <see cref="TimeProvider"/> of the container, if it has one.
/// </summary>
public class EmbeddedClientOptions
{
    /// <summary>The folder that makes the cluster: all processes that use it belong together. Made if missing.</summary>
    public string DataFolder { get; set; } = "data";
}

/// <summary>How a silo takes part in the cluster.</summary>
public sealed class EmbeddedSiloOptions : EmbeddedClientOptions
{
    /// <summary>The name of the silo: 1 to 64 letters, digits, '-', '_' and '.'; taken by one live silo at a time.</summary>
    public string SiloName { get; set; } = "silo";

    /// <summary>The assemblies whose grain classes the silo hosts.</summary>
    public IList<Assembly> GrainAssemblies { get; } = [];

    /// <summary>After how long without a request an activation is deactivated. 15 min unless set.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often idle activations are looked for.</summary>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>After how long without answer a silo that still holds its lock is voted out. 30 s unless set.</summary>
    public TimeSpan PeerTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
