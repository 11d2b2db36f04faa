namespace Gristmill;

/// <summary>
/// Carries artifacts to and from the data folder in pieces, on whichever silo the caller reaches. It has no identity and
/// remembers nothing: every call may be repeated, on any silo. An upload's pieces become an artifact with
/// <see cref="CommitAsync"/>.
/// </summary>
public interface IArtifactGrain : IGrainWithIntegerKey
{
    /// <summary>Writes a piece of an upload; each begins where the one before ended.</summary>
    /// <param name="job">The job that is going to be submitted.</param>
    /// <param name="upload">The upload's id, made by the caller.</param>
    /// <param name="offset">Where the piece begins, in bytes.</param>
    /// <param name="piece">At most <see cref="PieceBytes"/>.</param>
    /// <exception cref="ArtifactRefusedException">It is too large, or does not follow what was written.</exception>
    Task WriteAsync(Guid job, Guid upload, long offset, byte[] piece);

    /// <summary>Makes an input of the job of an upload, in place of one of the same name. On disk when it answers.</summary>
    /// <param name="job">The job that is going to be submitted; one that was takes no more.</param>
    /// <param name="upload">The upload's id.</param>
    /// <param name="name">1 to 128 letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, the first of them no dot.</param>
    /// <param name="bytes">The length of all pieces.</param>
    /// <exception cref="ArtifactRefusedException">
    /// The name cannot be, pieces are missing, or the job has too much or was submitted; says which.
    /// </exception>
    Task<ArtifactView> CommitAsync(Guid job, Guid upload, string name, long bytes);

    /// <summary>What is kept with a job, by name.</summary>
    /// <param name="job">The job; of one that does not exist nothing is kept.</param>
    Task<ArtifactView[]> ListAsync(Guid job);

    /// <summary>A piece of an artifact: <see cref="PieceBytes"/>, or fewer at its end; none behind it.</summary>
    /// <param name="job">The job.</param>
    /// <param name="artifact">The artifact, as it was listed.</param>
    /// <param name="offset">Where the piece begins, in bytes.</param>
    /// <exception cref="UnknownArtifactException">
    /// It is there no longer: another one took its name, or its job was removed.
    /// </exception>
    Task<byte[]> ReadAsync(Guid job, ArtifactView artifact, long offset);

    /// <summary>The most bytes of a piece: 256 KiB.</summary>
    const int PieceBytes = 256 << 10;
}
