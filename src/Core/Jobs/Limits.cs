namespace Gristmill;

/// <summary>Limits that hold at every face.</summary>
public static class Limits
{
    /// <summary>The most bytes of a job's arguments, as UTF-8: 1 MiB.</summary>
    public const int ArgumentBytes = 1 << 20;

    /// <summary>The most bytes of a job's result, as UTF-8: 1 MiB. A larger result fails the run.</summary>
    public const int ResultBytes = 1 << 20;

    /// <summary>
    /// The most bytes of what a task returns where transforms take the result: 64 MiB. What they make of it has
    /// <see cref="ResultBytes"/>.
    /// </summary>
    public const int TransformedResultBytes = 64 << 20;

    /// <summary>The most bytes of a job's own fields, as UTF-8: 64 KiB.</summary>
    public const int MetaBytes = 64 << 10;

    /// <summary>The most transforms of a job's result.</summary>
    public const int ResultTransforms = 64;

    /// <summary>The most artifacts of a job.</summary>
    public const int Artifacts = 1_000;

    /// <summary>The most tags of a job.</summary>
    public const int Tags = 16;

    /// <summary>
    /// The characters of arguments and results after which an answer takes no further job: a page of very large jobs has fewer
    /// than were asked for, and another behind it.
    /// </summary>
    public const int AnswerCharacters = 4 << 20;

    /// <summary>The most jobs in one call; a client splits larger batches itself.</summary>
    public const int BatchJobs = 5_000;

    /// <summary>The longest queue name, title or task name, in characters.</summary>
    public const int NameLength = 200;
}
