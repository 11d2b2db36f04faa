namespace Gristmill.Jobs;

/// <summary>Jobs as tests need them.</summary>
internal static class TestJobs
{
    public const string Task = "example.tasks.add";
    public const string Owner = "mill-1@a1";
    public const string Silo = "mill-1";

    /// <summary>When a test begins.</summary>
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>What an intake would submit.</summary>
    public static JobRow New(string task = Task, string queue = "default", int priority = 5) => new()
    {
        Id = Guid.CreateVersion7(),
        Task = task,
        Title = "Add",
        Queue = queue,
        Priority = priority,
        Arguments = "[1,2]",
    };

    /// <summary>A job as it is stored in a status: held jobs by <see cref="Owner"/> in run 1.</summary>
    public static JobRow In(JobStatus status) => New() with
    {
        Sequence = 1,
        Status = status,
        Version = 1,
        Run = status is JobStatus.Inactive or JobStatus.Queued ? 0 : 1,
        Attempt = status is JobStatus.Inactive or JobStatus.Queued ? 0 : 1,
        Owner = status.IsHeld() ? Owner : null,
        Silo = status is JobStatus.Inactive or JobStatus.Queued ? null : Silo,
        Created = Start,
        WakeAt = Start,
        Finished = status.IsTerminal() ? Start : null,
    };
}

/// <summary>A command whose rule is written where it is used.</summary>
internal sealed record TestCommand(Guid Job, Func<JobRow?, DateTimeOffset, JobDecision> Rule) : JobCommand(Job)
{
    public override JobDecision Decide(JobRow? row, DateTimeOffset now) => Rule(row, now);

    /// <summary>Stores the row as it is.</summary>
    public static TestCommand Save(JobRow row) => new(row.Id, (_, _) => JobDecision.Changed(row, null));

    /// <summary>A bug.</summary>
    public static TestCommand Throw(Guid job) => new(job, (_, _) => throw new InvalidOperationException("a bug"));
}
