namespace Gristmill;

/// <summary>What the cluster offers.</summary>
/// <param name="Version">Changes with every change of the rest.</param>
/// <param name="Tasks">Every task that a live silo offers, by name; of several versions the newest.</param>
/// <param name="Silos">The names of the silos that have reported. While silos are missing here, so may be their tasks.</param>
[GenerateSerializer, Immutable]
public sealed record Catalogue([property: Id(0)] long Version, [property: Id(1)] OfferedTask[] Tasks,
    [property: Id(2)] string[] Silos);
