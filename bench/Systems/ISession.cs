namespace Gristmill.Bench;

/// <summary>A system that runs: servers, workers and a client process, all fresh and all gone when it is disposed of.</summary>
internal interface ISession : IAsyncDisposable
{
    /// <summary>Of the system's parts.</summary>
    string Version { get; }

    /// <summary>How long its servers and workers took to start, one after the other.</summary>
    TimeSpan StartTime { get; }

    /// <summary>Processor time of servers and workers and of the client until now.</summary>
    Usage Usage();

    /// <summary>Resident memory of servers and workers now, in MB.</summary>
    double Memory();

    /// <summary>Starts worker processes.</summary>
    Task StartWorkersAsync(int processes);

    /// <summary>Ends all worker processes; the queue is empty then.</summary>
    Task StopWorkersAsync();

    /// <summary>Submits no-op jobs in bulk; seconds until all are accepted.</summary>
    Task<double> SubmitAsync(int jobs);

    /// <summary>
    /// Waits until the jobs submitted by <see cref="SubmitAsync"/> have ended; seconds from when the first was run.
    /// </summary>
    Task<double> DrainAsync(int jobs);

    /// <summary>Submits no-op jobs one by one, many at a time, and waits for all results; seconds.</summary>
    Task<double> RunAsync(int jobs);

    /// <summary>Submits a no-op job and waits for its result, one after the other; ms each.</summary>
    Task<double[]> SingleAsync(int jobs);

    /// <summary>Submits no-op jobs at a steady rate (jobs/s); ms each from when it fell due to its end.</summary>
    Task<double[]> SteadyAsync(double rate, double seconds);

    /// <summary>Cancels running jobs, one after the other; ms each from the call to the end known to the client.</summary>
    Task<double[]> CancelAsync(int jobs);

    /// <summary>
    /// Computes Fibonacci numbers in jobs of their own and waits for all results; seconds, and the distinct results.
    /// </summary>
    Task<(double Seconds, long[] Results)> FanAsync(int jobs, int n);
}

/// <summary>What a system's processes have used.</summary>
/// <param name="Servers">Processor time of servers and workers.</param>
/// <param name="Client">Processor time of the client.</param>
internal readonly record struct Usage(TimeSpan Servers, TimeSpan Client);
