using System.Reflection;

namespace Gristmill.Embedded;

/// <summary>
/// How a client finds the cluster. The embedded runtime serves processes of one user on one machine that share
/// <see cref="DataFolder"/>. It promises nothing across machines: locks and sockets do not work over network file systems.
/// Grain timers, response time-outs and idle collection go by the <see cref="TimeProvider"/> of the container, if it has one.
/// </summary>
public class EmbeddedClientOptions
{
    /// <summary>The folder that makes the cluster: all processes that use the same one belong together. Made if it is missing.</summary>
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
