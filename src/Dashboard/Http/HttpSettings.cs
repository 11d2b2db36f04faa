namespace Gristmill.Dashboard.Http;

/// <summary>What the silo's HTTP port must know of its silo.</summary>
/// <param name="Silo">The silo's name.</param>
/// <param name="Data">The cluster's data folder.</param>
/// <param name="IsOpen">Whether everybody who reaches the port is an operator: it listens on this machine alone.</param>
/// <param name="Clock">The platform's clock.</param>
public sealed record HttpSettings(string Silo, string Data, bool IsOpen, TimeProvider Clock);
