namespace Gristmill.Json;

/// <summary>A key to the HTTP port, without what it is.</summary>
public sealed record KeyView(string Name, string Role, string Id, DateTimeOffset Created);
