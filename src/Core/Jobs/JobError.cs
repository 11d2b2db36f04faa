namespace Gristmill;

/// <summary>Why a run failed.</summary>
/// <param name="Type">The exception's full type name, or one of the platform's: <c>TimeLimit</c>, <c>LostWorker</c>.</param>
/// <param name="Message">What it says.</param>
/// <param name="Detail">Its stack and inner exceptions as text, if there are any.</param>
[GenerateSerializer, Immutable]
public sealed record JobError(
    [property: Id(0)] string Type,
    [property: Id(1)] string Message,
    [property: Id(2)] string? Detail = null);
