namespace Gristmill;

/// <summary>One parameter of a task.</summary>
/// <param name="Name">The name as its author wrote it; arguments match it without regard to case.</param>
/// <param name="TypeName">The type for people: <c>int</c>, <c>string[]</c>, <c>DateTimeOffset?</c>.</param>
/// <param name="JsonSchema">The JSON Schema of the argument, as JSON text.</param>
/// <param name="Required">Whether the argument must be given.</param>
/// <param name="Default">What a missing argument stands for, as JSON text; null if it is required.</param>
/// <param name="Help">What it means, or null if its author did not say.</param>
/// <param name="IsRest">Whether arguments by position from here on are its elements, as with <c>params</c> in C#.</param>
[GenerateSerializer, Immutable]
public sealed record ParameterDescriptor(
    [property: Id(0)] string Name,
    [property: Id(1)] string TypeName,
    [property: Id(2)] string JsonSchema,
    [property: Id(3)] bool Required,
    [property: Id(4)] string? Default = null,
    [property: Id(5)] string? Help = null,
    [property: Id(6)] bool IsRest = false);
