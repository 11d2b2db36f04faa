namespace Gristmill.Hosting.Settings;

/// <summary>Something that is wrong with what a silo is told.</summary>
/// <param name="Name">The option.</param>
/// <param name="Rule">What is wrong with it.</param>
/// <param name="Place">Where it was set; null if nowhere.</param>
public sealed record SettingFault(string Name, string Rule, string? Place)
{
    public override string ToString() => $"{Name.ToLowerInvariant()}: {Rule}{(Place is null ? "" : $" ({Place})")}";
}
