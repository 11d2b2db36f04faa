namespace Gristmill;

/// <summary>The job has no artifact of that name.</summary>
[GenerateSerializer]
public sealed class UnknownArtifactException : GristmillException
{
    /// <summary>Makes the error.</summary>
    /// <param name="job">The job that was asked.</param>
    /// <param name="name">The name that was asked for.</param>
    /// <param name="known">The names there are.</param>
    public UnknownArtifactException(Guid job, string name, string[] known) : base(
        $"Job {job} has no artifact '{name}'; {(known.Length == 0 ? "it has none" : $"it has {string.Join(", ", known)}")}.") =>
        (Job, Name, Known) = (job, name, known);

    /// <summary>The job that was asked.</summary>
    [Id(0)] public Guid Job { get; }

    /// <summary>The name that was asked for.</summary>
    [Id(1)] public string Name { get; }

    /// <summary>The names there are.</summary>
    [Id(2)] public string[] Known { get; }
}
