namespace Gristmill.Json;

/// <summary>A package that was made of a plugin.</summary>
public sealed record Packed(string Name, string Version, string File);
