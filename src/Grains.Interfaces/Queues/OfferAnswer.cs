namespace Gristmill;

/// <summary>A queue's answer to an offer.</summary>
/// <param name="IsKnown">The queue knows the pool's tasks; if not, the pool offers again and names them.</param>
/// <param name="HasMore">Jobs wait that the pool offers and has no room for.</param>
[GenerateSerializer, Immutable]
public readonly record struct OfferAnswer([property: Id(0)] bool IsKnown, [property: Id(1)] bool HasMore)
{
    /// <summary>The queue does not know the pool.</summary>
    public static OfferAnswer Unknown => default;
}
