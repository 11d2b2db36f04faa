namespace Gristmill;

/// <summary>What one silo offers.</summary>
/// <param name="Owner">The silo and its incarnation.</param>
/// <param name="Silo">The silo's name.</param>
/// <param name="Stamp">Grows when the silo's plugins change.</param>
/// <param name="Tasks">The tasks; null when the stamp was reported before.</param>
/// <param name="Stats">The figures of those that have run.</param>
/// <param name="Plugins">The plugins; null when the stamp was reported before.</param>
[GenerateSerializer, Immutable]
public sealed record SiloCatalogue(
    [property: Id(0)] string Owner,
    [property: Id(1)] string Silo,
    [property: Id(2)] long Stamp,
    [property: Id(3)] TaskDescriptor[]? Tasks,
    [property: Id(4)] TaskStats[] Stats,
    [property: Id(5)] PluginInfo[]? Plugins = null);
