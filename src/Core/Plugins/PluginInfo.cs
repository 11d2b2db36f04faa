namespace Gristmill;

/// <summary>A plugin as one silo found it.</summary>
/// <param name="Name">The plugin's name.</param>
/// <param name="Version">Its version, which is the name of the folder that it was loaded from.</param>
/// <param name="Folder">That folder's full path on the silo's machine.</param>
/// <param name="State">Whether its tasks can run.</param>
/// <param name="Reason">Why it is broken, in one line; null if it is not.</param>
/// <param name="Tasks">The full names of its tasks, in order; none unless it is working.</param>
/// <param name="SiloChanges">
/// What it changes of the silo's options, in words (<c>TimeLimit 00:05:00</c>); null for nothing.
/// </param>
[GenerateSerializer, Immutable]
public sealed record PluginInfo(
    [property: Id(0)] string Name,
    [property: Id(1)] string Version,
    [property: Id(2)] string Folder,
    [property: Id(3)] PluginState State,
    [property: Id(4)] string? Reason,
    [property: Id(5)] string[] Tasks,
    [property: Id(6)] string[]? SiloChanges = null);
