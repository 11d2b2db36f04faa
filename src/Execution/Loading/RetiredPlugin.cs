using Gristmill.Execution.Discovery;

namespace Gristmill.Execution.Loading;

/// <summary>A version of a plugin that is no longer offered. Refers to nothing of it.</summary>
/// <param name="Folder">Where its files were.</param>
/// <param name="Uses">The runs that are still on it.</param>
/// <param name="Memory">Where it is loaded.</param>
public sealed record RetiredPlugin(PluginFolder Folder, PluginUses Uses, WeakReference Memory)
{
    /// <summary>How often its memory was asked for.</summary>
    public int Attempts { get; set; }

    /// <summary>Whether its memory was given back.</summary>
    public bool IsFree => !Memory.IsAlive;
}
