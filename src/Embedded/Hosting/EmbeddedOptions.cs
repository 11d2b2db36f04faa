using System.Reflection;

namespace Gristmill.Embedded;

/// <summary>
/// What silos and clients have in common. The embedded runtime serves processes of one user on one machine that share
/// <see cref="DataFolder"/>. It promises nothing across machines: locks and sockets do not work over network file systems.
/// </summary>
public abstract class EmbeddedOptions
{
    /// <summary>The folder that makes the cluster: all processes that use the same one belong together. Made if it is missing.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary>A name of the cluster, for people. The folder is what counts.</summary>
    public string ClusterId { get; set; } = "default";

    /// <summary>
    /// How long a caller waits before its call fails with <see cref="TimeoutException"/>, outcome unknown. 30 s unless set;
    /// <see cref="ResponseTimeoutAttribute"/> overrides it.
    /// </summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The clock of grain timers, response time-outs and idle collection. The <see cref="System.TimeProvider"/> of the container
    /// if null, or else the system's. (Membership always goes by the system's.)
    /// </summary>
    public TimeProvider? TimeProvider { get; set; }
}

/// <summary>How a client finds and uses the cluster.</summary>
public sealed class EmbeddedClientOptions : EmbeddedOptions;

/// <summary>How a silo takes part in the cluster.</summary>
public sealed class EmbeddedSiloOptions : EmbeddedOptions
{
    /// <summary>The name of the silo: 1 to 64 letters, digits, '-', '_' and '.'; taken by one live silo at a time.</summary>
    public string SiloName { get; set; } = "silo";

    /// <summary>The assemblies whose grain classes the silo hosts.</summary>
    public IList<Assembly> GrainAssemblies { get; } = [];

    /// <summary>
    /// After how long without a request an activation is deactivated. 15 min unless set;
    /// <see cref="CollectionAgeLimitAttribute"/> overrides it.
    /// </summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often idle activations are looked for.</summary>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>After how long without answer a silo that still holds its lock is voted out. 30 s unless set.</summary>
    public TimeSpan PeerTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stopping silo waits for its grains to deactivate.</summary>
    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
