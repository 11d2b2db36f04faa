namespace Gristmill.Json;

/// <summary>A job that was told to stop with all that descend from it.</summary>
/// <param name="Id">The job.</param>
/// <param name="Told">How many jobs were told, itself among them.</param>
public sealed record TreeCanceled(Guid Id, long Told);
