namespace Gristmill;

/// <summary>The plugins of one silo.</summary>
/// <param name="Silo">The silo's name.</param>
/// <param name="Plugins">
/// Those that it has found, by name: of each the version whose tasks it offers, before it those that are preferred and broken.
/// </param>
[GenerateSerializer, Immutable]
public sealed record SiloPlugins([property: Id(0)] string Silo, [property: Id(1)] PluginInfo[] Plugins);
