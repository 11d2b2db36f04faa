namespace Gristmill.Json;

/// <summary>A key that was made, shown once.</summary>
public sealed record KeyMade(string Name, string Role, string Key);
