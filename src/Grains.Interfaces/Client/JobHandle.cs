using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Gristmill;

/// <summary>A job, to follow and to cancel.</summary>
public sealed class JobHandle
{
    private readonly IGrainFactory _grains;
    private readonly JobWaits _waits;
    private readonly Retrying _retrying;

    internal JobHandle(Guid id, IGrainFactory grains, JobWaits waits, Retrying retrying)
    {
        Id = id;
        (_grains, _waits, _retrying) = (grains, waits, retrying);
    }

    private IJobGrain Grain => _grains.GetGrain<IJobGrain>(Id);

    /// <summary>The job's id.</summary>
    public Guid Id { get; }

    /// <summary>The job now, with its history.</summary>
    /// <exception cref="UnknownJobException">There is no such job.</exception>
    public Task<JobView> GetAsync() => _retrying.RunAsync(Grain.GetAsync);

    /// <summary>Waits for the end, whatever it is and however long it takes; silos may come and go meanwhile.</summary>
    /// <param name="cancellationToken">Gives up waiting; the job goes on.</param>
    /// <exception cref="UnknownJobException">There is no such job.</exception>
    public Task<JobView> WaitAsync(CancellationToken cancellationToken = default) => _waits.EndAsync(Id, cancellationToken);

    /// <summary>Waits for the result.</summary>
    /// <param name="cancellationToken">Gives up waiting; the job goes on.</param>
    /// <exception cref="JobFailedException">The job ended as Error or Canceled, or its result is not kept any more.</exception>
    /// <exception cref="JsonException">The result is no <typeparamref name="T"/>.</exception>
    public async Task<T?> ResultAsync<T>(CancellationToken cancellationToken = default)
    {
        var job = await WaitAsync(cancellationToken);
        return job is { Status: JobStatus.Success, ResultExpired: null }
            ? JsonSerializer.Deserialize<T>(job.Result ?? "null", JobClient.Json)
            : throw new JobFailedException(job);
    }

    /// <summary>
    /// Every view of the job from now until its end: changes of status, progress, log. Fast changes may be seen as one.
    /// </summary>
    /// <param name="cancellationToken">Stops watching; the job goes on.</param>
    public async IAsyncEnumerable<JobView> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var grain = Grain;
        for (var seen = 0; ;)
        {
            var since = seen;
            var job = await _retrying.RunAsync(() => grain.WatchAsync(since, cancellationToken), cancellationToken);
            if (job.Version != seen)
                yield return job;
            if (job.Status.IsTerminal())
                yield break;
            seen = job.Version;
        }
    }

    /// <summary>Asks the job to stop; see <see cref="IJobGrain.CancelAsync"/>.</summary>
    /// <param name="reason">Why, kept in the history; at most <see cref="Limits.NameLength"/> characters.</param>
    public Task<JobView> CancelAsync(string? reason = null) => _retrying.RunAsync(() => Grain.CancelAsync(reason));

    /// <summary>Opens an ended job again; see <see cref="IJobGrain.RetryAsync"/>.</summary>
    /// <exception cref="JobRefusedException">The job has not ended.</exception>
    public async Task<JobView> RetryAsync()
    {
        var seen = await GetAsync();
        return await _retrying.RunAsync(() => Grain.RetryAsync(seen.Status.IsTerminal() ? seen.Attempt : null));
    }

    /// <summary>A part of the job's log, oldest first.</summary>
    /// <param name="after">The sequence number to start behind; 0 for the beginning.</param>
    /// <param name="limit">The most lines, 1 to 1,000.</param>
    public Task<JobLogLine[]> LogAsync(long after = 0, int limit = 1_000) =>
        _retrying.RunAsync(() => Grain.LogAsync(after, limit));
}
