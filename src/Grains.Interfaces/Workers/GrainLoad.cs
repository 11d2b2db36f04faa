namespace Gristmill;

/// <summary>What a silo's grains of one type do.</summary>
/// <param name="Type">The grain's class, without its namespace.</param>
/// <param name="Activations">How many are in the silo's memory now.</param>
/// <param name="Calls">How many calls they took since the silo started.</param>
[GenerateSerializer, Immutable]
public sealed record GrainLoad([property: Id(0)] string Type, [property: Id(1)] long Activations, [property: Id(2)] long Calls);
