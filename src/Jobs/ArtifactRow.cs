namespace Gristmill.Jobs;

/// <summary>
/// Something that is kept with a job. The job's id and not its row, since inputs come before their job does.
/// </summary>
/// <param name="Job">The job.</param>
/// <param name="Name">Its name in the job.</param>
/// <param name="Content">The name of its file: never used again for another content.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Run">The run that keeps it; 0 for an input.</param>
/// <param name="Created">When it was kept.</param>
public sealed record ArtifactRow(Guid Job, string Name, Guid Content, long Bytes, int Run, DateTimeOffset Created)
{
    public bool IsInput => Run == 0;

    public ArtifactView ToView() => new(Name, Bytes, IsInput, Run, Created, Content);
}
