using Gristmill.Core;
using Gristmill.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;

namespace Gristmill.Grains.Jobs;

/// <summary>
/// Holds the calls of clients that wait for the ends of jobs. Each job is marked in the store, so that the command that ends it
/// tells this grain; the mark's answer has what was before it. A hint may be lost with a silo: what has not been heard of is
/// asked for again.
/// </summary>
[Reentrant]
internal sealed class JobWaitGrain(
    IJobStore store, ISiloStatusOracle members, [FromKeyedServices(Clock.Key)] TimeProvider clock) : Grain, IJobWaitGrain
{
    private const int MostDoubts = 1_000;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(0.5);

    /// <summary>How long a client is remembered that makes no call. It makes the next one at once, if it still waits.</summary>
    private static readonly TimeSpan ClientTimeout = LongPoll.Timeout * 2;

    private readonly Dictionary<Guid, WaitedJob> _jobs = [];
    private readonly Dictionary<Guid, WaitingClient> _clients = [];

    private long _looked = clock.GetTimestamp();

    public async Task<JobEnds> WaitAsync(Guid client, Guid[] jobs, bool first)
    {
        if (!_clients.TryGetValue(client, out var waiting))
        {
            if (!first)
                return new JobEnds { Forgotten = true };
            _clients.Add(client, waiting = new WaitingClient());
        }
        var end = waiting.Hold(clock.GetTimestamp());
        await AddAsync(waiting, jobs);
        // A timer of the grain would stop when the grain is about to leave, and that waits for this call.
        while (!await end.EndsWithinAsync(Period, clock))
        {
            if (members.CurrentStatus is not SiloStatus.Active || clock.GetElapsedTime(waiting.Since) >= LongPoll.Timeout)
                waiting.Release();
            else
                await LookAsync();
        }
        return waiting.Take();
    }

    public async Task<bool> RegisterAsync(Guid client, Guid[] jobs)
    {
        if (!_clients.TryGetValue(client, out var waiting))
            return false;
        await AddAsync(waiting, jobs);
        return true;
    }

    public Task EndedAsync(JobView[] jobs)
    {
        foreach (var job in jobs)
            Settle(job.Id, job);
        return Task.CompletedTask;
    }

    private async Task AddAsync(WaitingClient client, Guid[] jobs)
    {
        foreach (var job in jobs)
            Add(job, client);
        if (jobs.Length > 0)
            await AskAsync(jobs);
    }

    private void Add(Guid job, WaitingClient client)
    {
        if (!_jobs.TryGetValue(job, out var waited))
            _jobs.Add(job, waited = new WaitedJob { Asked = clock.GetTimestamp(), PollDelay = PollBackoff.First });
        if (!waited.Clients.Contains(client))
            waited.Clients.Add(client);
    }

    // In the order of all commands: what happened before is in the answer, what follows will be told.
    private async Task AskAsync(IReadOnlyList<Guid> jobs)
    {
        try
        {
            var answers = await store.ExecuteAsync([.. jobs.Select(job => new WatchJob(job, JobWatch.End))]);
            for (var i = 0; i < answers.Length; i++)
                if (answers[i].Row is not { } row)
                    Settle(jobs[i], null);
                else if (row.Status.IsTerminal())
                    Settle(row.Id, row.ToView());
        }
        catch (StoreUnavailableException)
        {
            // They are asked for again, and the store itself tells.
        }
    }

    private void Settle(Guid job, JobView? end)
    {
        if (!_jobs.Remove(job, out var waited))
            return;
        foreach (var client in waited.Clients)
            client.Add(job, end);
    }

    private async Task LookAsync()
    {
        if (clock.GetElapsedTime(_looked) < Period)
            return;
        _looked = clock.GetTimestamp();
        foreach (var (id, client) in _clients)
            if (!client.IsHeld && clock.GetElapsedTime(client.Since) >= ClientTimeout)
                Forget(id, client);

        var doubtful = new List<Guid>();
        foreach (var (job, waited) in _jobs)
        {
            if (clock.GetElapsedTime(waited.Asked) < waited.PollDelay)
                continue;
            waited.Asked = clock.GetTimestamp();
            waited.PollDelay = PollBackoff.After(waited.PollDelay);
            doubtful.Add(job);
            if (doubtful.Count == MostDoubts)
                break;
        }
        if (doubtful.Count > 0)
            await AskAsync(doubtful);
    }

    private void Forget(Guid id, WaitingClient client)
    {
        _clients.Remove(id);
        foreach (var (job, waited) in _jobs)
            if (waited.Clients.Remove(client) && waited.Clients.Count == 0)
                _jobs.Remove(job);
    }

    /// <summary>A job whose end somebody waits for.</summary>
    private sealed class WaitedJob
    {
        public List<WaitingClient> Clients { get; } = new(1);
        public long Asked { get; set; }
        public TimeSpan PollDelay { get; set; }
    }
}
