namespace Gristmill;

/// <summary>A key to the HTTP port, without what it is.</summary>
internal sealed record KeyView(string Name, string Role, string Id, DateTimeOffset Created);
