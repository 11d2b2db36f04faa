namespace Gristmill.Dashboard;

/// <summary>
/// Whoever looks at a page, and what they may do. The one place that pages ask: until there are keys and roles, everybody who reaches the
/// silo's loopback address is an operator.
/// </summary>
internal sealed class Viewer
{
    /// <summary>Whether to offer what changes something: submit, cancel, retry, pause, cordon.</summary>
    public bool MayAct { get; init; } = true;

    /// <summary>Who orders are from, for those who wonder later; null for nobody in particular.</summary>
    public string? Name { get; init; } = "dashboard";
}
