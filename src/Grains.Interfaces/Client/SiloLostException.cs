namespace Gristmill;

/// <summary>
/// A call was broken off since a silo was lost; whether it took place is unknown. Until then the cluster answered.
/// </summary>
[GenerateSerializer]
public sealed class SiloLostException()
    : OrleansException("A silo was lost during the call; whether the call took place is unknown.");
