namespace Gristmill.Cluster;

/// <summary>The jobs that chaos is let loose on: of every kind that a crash could leave something of.</summary>
internal sealed class ChaosJobs(Random random, string trace)
{
    /// <summary>Whichever silos die, a job is not given up for it; only those that ask for at most once are.</summary>
    private const int LostRuns = 100;

    private static readonly UniquePolicy[] Policies = Enum.GetValues<UniquePolicy>();

    /// <summary>What every job of a key shares.</summary>
    public static readonly JobLimit[] Limits =
        [new() { Key = "pair", MaxConcurrent = 2 }, new() { Key = "triple", MaxConcurrent = 3 }];

    /// <summary>Keys that a job has until it ends, and keys that it has while it waits.</summary>
    public static readonly UniqueRule[] Keys =
    [
        .. Enumerable.Range(0, 8).Select(i => new UniqueRule { Key = $"until the end {i}" }),
        .. Enumerable.Range(0, 4).Select(i => new UniqueRule { Key = $"while it waits {i}", States = [JobStatus.Queued] }),
    ];

    public const string Once = "once";
    public const string Alone = "gwexample.analyses.tasks.alone";

    public JobRequest Any() => random.Next(24) switch
    {
        0 when random.Next(4) == 0 => Request("untilcanceled"),
        1 => Request("fail",
            "on purpose") with
        { Retry = new RetryPolicy { MaxAttempts = 3, FirstDelay = TimeSpan.FromMilliseconds(100) } },
        2 or 3 => Mark(0.05) with { Redeliver = false, Tags = [Once] },
        4 => Mark(0.02) with { Delay = TimeSpan.FromSeconds(1) },
        5 => Request("wait", 3600) with { TimeLimit = TimeSpan.FromSeconds(0.5) },
        6 => Request("fibonacci", 27),
        7 => Request("chatty", 5),
        8 or 9 => Mark(random.NextDouble() * 0.1) with { Unique = Pick(Keys) with { Policy = Pick(Policies) } },
        10 or 11 => Mark(random.NextDouble() * 0.1) with { Limit = Pick(Limits) },
        12 => JobClient.Request(Alone, trace, random.NextDouble() * 0.02) with { MaxLostRuns = LostRuns },
        13 => Mark(0.05) with
        {
            Limit = Pick(Limits),
            Unique = Pick(Keys) with { Policy = Pick(Policies) },
            Redeliver = false,
            Tags = [Once]
        },
        _ => Request("wait", random.NextDouble() * 0.1),
    } with
    { Priority = random.Next(10) };

    /// <summary>One that holds until it is canceled.</summary>
    public static JobRequest Holding() => Request("untilcanceled");

    public JobRequest Mark(double seconds = 0) => Request("mark", trace, seconds);

    private T Pick<T>(T[] any) => any[random.Next(any.Length)];

    private static JobRequest Request(string task, params object?[] arguments) =>
        JobClient.Request($"gwexample.analyses.tasks.{task}", arguments) with { MaxLostRuns = LostRuns };
}
