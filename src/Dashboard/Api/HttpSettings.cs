namespace Gristmill.Dashboard;

/// <summary>What the silo's HTTP port must know of its silo.</summary>
/// <param name="Silo">The silo's name.</param>
/// <param name="Data">The cluster's data folder.</param>
/// <param name="IsOpen">Whether everybody who reaches the port is an operator: it listens on this machine alone.</param>
/// <param name="Clock">The platform's clock.</param>
/// <param name="RuntimePages">Where the grain runtime's own dashboard is, and what it is called; null if it has none.</param>
public sealed record HttpSettings(string Silo, string Data, bool IsOpen, TimeProvider Clock, RuntimePages? RuntimePages = null);

/// <summary>A dashboard of the grain runtime's own.</summary>
/// <param name="Path">Its address: everything below it is its.</param>
/// <param name="Title">What people call it.</param>
public sealed record RuntimePages(string Path, string Title);
