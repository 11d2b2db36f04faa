namespace Gristmill.Bench;

/// <summary>A system that can be measured.</summary>
/// <param name="Name">By which it is chosen.</param>
/// <param name="Workers">What runs the jobs, and how many at once.</param>
/// <param name="Durability">What an accepted job survives, as configured here.</param>
/// <param name="Needs">Programs and files without which it cannot run.</param>
/// <param name="StartAsync">Starts it, with so many worker processes.</param>
internal sealed record JobSystem(string Name, string Workers, string Durability, string[] Needs, Func<int,
    Task<ISession>> StartAsync)
{
    public const string Ours = "gristmill";

    public static IReadOnlyList<JobSystem> All { get; } =
        [GristmillSession.System, .. Celery.Systems, .. BullMq.Systems, .. Sidekiq.Systems, Quartz.System, .. Hangfire.Systems];

    /// <summary>How many worker processes it takes to use every core: two where one process is one thread at a time.</summary>
    public int ProcessesForAllCores { get; init; } = 1;

    /// <summary>Measured only when it is named: a run of everything is to take less than 20 minutes.</summary>
    public bool OnRequest { get; init; }

    /// <summary>What a reader must know of how a client cancels a job that runs; null if it cannot.</summary>
    public string? Cancellation { get; init; }

    /// <summary>What is not there; null if it can run.</summary>
    public string? Missing => Needs.FirstOrDefault(need => !IsThere(need));

    private static bool IsThere(string need) => Path.IsPathRooted(need)
        ? Path.Exists(need)
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, need)));
}
