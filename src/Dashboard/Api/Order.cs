namespace Gristmill.Dashboard.Api;

/// <summary>What an order says besides its address.</summary>
internal sealed record Order
{
    public string? Reason { get; init; }

    public bool IsTree { get; init; }

    public string? Version { get; init; }
}
