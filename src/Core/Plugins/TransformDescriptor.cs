namespace Gristmill;

/// <summary>All there is to know about a transform without loading its plugin.</summary>
/// <param name="Name">What jobs call it.</param>
/// <param name="OfResult">Whether it takes results; else it stands in arguments.</param>
/// <param name="JsonSchema">The JSON Schema of its parameters, an object, as JSON text.</param>
/// <param name="Secrets">The parameters that are shown to nobody.</param>
/// <param name="Help">What it does, or null if its author did not say.</param>
[GenerateSerializer, Immutable]
public sealed record TransformDescriptor(
    [property: Id(0)] string Name,
    [property: Id(1)] bool OfResult,
    [property: Id(2)] string JsonSchema,
    [property: Id(3)] string[] Secrets,
    [property: Id(4)] string? Help);
