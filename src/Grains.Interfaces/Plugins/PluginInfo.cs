namespace Gristmill;

/// <summary>A plugin as one silo found it.</summary>
/// <param name="Name">The plugin's name.</param>
/// <param name="Version">Its version, which is the name of the folder that it was loaded from.</param>
/// <param name="Folder">That folder's full path on the silo's machine.</param>
/// <param name="Healthy">Whether its tasks can run.</param>
/// <param name="Reason">Why it is not healthy, in one line; null if it is.</param>
/// <param name="Tasks">The full names of its tasks, in order; none if it is not healthy.</param>
[GenerateSerializer, Immutable]
public sealed record PluginInfo(
    [property: Id(0)] string Name,
    [property: Id(1)] string Version,
    [property: Id(2)] string Folder,
    [property: Id(3)] bool Healthy,
    [property: Id(4)] string? Reason,
    [property: Id(5)] string[] Tasks);
