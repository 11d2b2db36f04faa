namespace Gristmill;

/// <summary>Something that is kept with a job.</summary>
/// <param name="Name">Its name, one of its kind in the job.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Input">Whether it came with the job; else a run has kept it.</param>
/// <param name="Run">The run that has kept it; 0 for an input.</param>
/// <param name="Created">When it was kept.</param>
/// <param name="Content">Changes whenever another content takes the name.</param>
[GenerateSerializer, Immutable]
public sealed record ArtifactView(
    [property: Id(0)] string Name,
    [property: Id(1)] long Bytes,
    [property: Id(2)] bool Input,
    [property: Id(3)] int Run,
    [property: Id(4)] DateTimeOffset Created,
    [property: Id(5)] Guid Content);
