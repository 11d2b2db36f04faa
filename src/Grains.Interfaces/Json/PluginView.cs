namespace Gristmill;

/// <summary>A version of a plugin: what is on disk, and what silos say of it.</summary>
/// <param name="Name">The plugin's name.</param>
/// <param name="Version">The version.</param>
/// <param name="State">Working, Broken or Disabled, as silos say; Installed if it is on disk and none uses it.</param>
/// <param name="Reason">Why it is broken.</param>
/// <param name="Silos">The silos that say so.</param>
/// <param name="Tasks">The tasks that they offer of it.</param>
/// <param name="Folder">Where it is.</param>
/// <param name="SiloChanges">What it changes of the options of silos.</param>
internal sealed record PluginView(string Name, string Version, string State, string? Reason, string[] Silos, string[] Tasks, string Folder, string[] SiloChanges);
