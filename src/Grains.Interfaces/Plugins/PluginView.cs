namespace Gristmill;

/// <summary>A version of a plugin: what is on disk, and what silos say of it.</summary>
/// <param name="Name">The plugin's name.</param>
/// <param name="Version">The version.</param>
/// <param name="State">
/// The name of a <see cref="PluginState"/>, as silos say; Installed if it is on disk and none uses it.
/// </param>
/// <param name="Reason">Why it is broken; null if it is not.</param>
/// <param name="Silos">The silos that say so.</param>
/// <param name="Tasks">The tasks that they offer of it.</param>
/// <param name="Folder">Where it is, on the machine of the silos.</param>
/// <param name="SiloChanges">What it changes of the options of silos.</param>
[GenerateSerializer, Immutable]
public sealed record PluginView(
    [property: Id(0)] string Name,
    [property: Id(1)] string Version,
    [property: Id(2)] string State,
    [property: Id(3)] string? Reason,
    [property: Id(4)] string[] Silos,
    [property: Id(5)] string[] Tasks,
    [property: Id(6)] string Folder,
    [property: Id(7)] string[] SiloChanges);
