namespace Gristmill;

/// <summary>A package that was made of a plugin.</summary>
internal sealed record Packed(string Name, string Version, string File);
