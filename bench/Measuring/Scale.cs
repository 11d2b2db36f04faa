using System.Diagnostics;

namespace Gristmill.Bench;

/// <summary>How much is measured.</summary>
internal sealed record Scale
{
    public static Scale Full { get; } = new();

    /// <summary>Enough to see that everything works.</summary>
    public static Scale Quick { get; } = new()
    {
        WarmUp = TimeSpan.FromSeconds(0.2),
        Rounds = 1,
        Jobs = 400,
        ManyJobs = 2_000,
        Samples = 50,
        Cancels = 5,
        FanJobs = 40,
        SteadySeconds = 1,
        Stored = 5_000,
        Backlog = 20_000,
        Drained = 5_000,
    };

    /// <summary>How long a system is warmed up: until what its runtime compiles as it runs has been compiled.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often each throughput and latency is measured, after the warm-up.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>When no further round is begun: slow systems have fewer.</summary>
    public TimeSpan Enough { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Jobs a round that every system gets.</summary>
    public int Jobs { get; init; } = 5_000;

    /// <summary>Jobs a round that Gristmill gets besides: a round of the above is over in a moment.</summary>
    public int ManyJobs { get; init; } = 50_000;

    /// <summary>Samples of a latency, a round.</summary>
    public int Samples { get; init; } = 500;

    /// <summary>Jobs canceled, a round.</summary>
    public int Cancels { get; init; } = 10;

    /// <summary>Jobs that burn processor time, a round.</summary>
    public int FanJobs { get; init; } = 200;

    /// <summary>How long a steady load lasts.</summary>
    public double SteadySeconds { get; init; } = 4;

    /// <summary>Jobs whose memory is measured.</summary>
    public int Stored { get; init; } = 100_000;

    /// <summary>The great backlog.</summary>
    public int Backlog { get; init; } = 1_000_000;

    /// <summary>How much of the backlog is timed.</summary>
    public int Drained { get; init; } = 100_000;

    /// <summary>Small rounds that are not measured.</summary>
    public async Task WarmUpAsync(Func<Task> round)
    {
        var since = Stopwatch.GetTimestamp();
        do await round();
        while (Stopwatch.GetElapsedTime(since) < WarmUp);
    }

    /// <summary>The rounds of a measurement.</summary>
    public async Task<List<T>> RepeatAsync<T>(Func<Task<T>> round)
    {
        var results = new List<T>();
        var since = Stopwatch.GetTimestamp();
        do results.Add(await round());
        while (results.Count < Rounds && Stopwatch.GetElapsedTime(since) < Enough);
        return results;
    }
}
