namespace Gristmill;

/// <summary>A key that was made, shown once.</summary>
internal sealed record KeyMade(string Name, string Role, string Key);
