namespace Gristmill.Jobs;

/// <summary>How much may be kept with a job.</summary>
/// <param name="Bytes">In one artifact.</param>
/// <param name="JobBytes">In all artifacts of a job.</param>
public sealed record ArtifactLimits(long Bytes, long JobBytes);
