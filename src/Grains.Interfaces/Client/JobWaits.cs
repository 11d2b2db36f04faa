namespace Gristmill;

/// <summary>
/// Waits for the ends of jobs, whatever their number, with a call or two to each <see cref="IJobWaitGrain"/>: one is held there, and when
/// there are more jobs to wait for, another brings them and takes its place. Jobs that are added meanwhile travel together.
/// </summary>
internal sealed class JobWaits
{
    private readonly Share[] _shares;

    public JobWaits(IGrainFactory grains, Retrying retrying) => _shares =
        [.. Enumerable.Range(0, JobShares.Count).Select(key => new Share(() => grains.GetGrain<IJobWaitGrain>(key), retrying))];

    /// <summary>The job as it ended.</summary>
    /// <param name="job">The job's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="UnknownJobException">There is no such job.</exception>
    public Task<JobView> EndAsync(Guid job, CancellationToken cancellationToken)
    {
        var share = _shares[JobShares.Of(job)];
        return cancellationToken.CanBeCanceled ? share.EndAsync(job, cancellationToken) : share.Add(job).End.Task;
    }

    /// <summary>The jobs of one grain.</summary>
    private sealed class Share(Func<IJobWaitGrain> grain, Retrying retrying)
    {
        private const int MostCalls = 2;

        private readonly Lock _gate = new();
        private readonly Dictionary<Guid, Waiting> _waiting = [];
        private readonly Queue<Guid> _added = new();
        private Guid _client = Guid.NewGuid();
        private bool _first = true;
        private Call? _sending; // No other overtakes it: the grain knows a client by its first call.
        private int _calls;

        public async Task<JobView> EndAsync(Guid job, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var waiting = Add(job);
            try
            {
                return await waiting.End.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                lock (_gate)
                {
                    // What nobody waits for keeps no call. The grain is not told: it answers the end, or forgets the client.
                    if (--waiting.Callers == 0 && _waiting.TryGetValue(job, out var current) && current == waiting)
                        _waiting.Remove(job);
                }
                throw;
            }
        }

        public Waiting Add(Guid job)
        {
            lock (_gate)
            {
                if (!_waiting.TryGetValue(job, out var waiting))
                {
                    _waiting.Add(job, waiting = new Waiting());
                    _added.Enqueue(job);
                }
                waiting.Callers++;
                CallIfNeeded();
                return waiting;
            }
        }

        private void CallIfNeeded()
        {
            if (_added.Count == 0 || _calls == MostCalls || _sending is not null)
                return;
            _calls++;
            // Behind all that the pool has to do: who is about to add a job travels along.
            ThreadPool.UnsafeQueueUserWorkItem(static share => _ = share.CallAsync(), this, preferLocal: false);
        }

        private async Task CallAsync()
        {
            while (Next() is { } call)
            {
                try
                {
                    var tries = 0;
                    var ends = await retrying.RunAsync(() =>
                    {
                        // The grain of the call before may be gone with its silo, and with it what it knew of this client.
                        if (tries++ > 0)
                            call = Afresh();
                        var answer = grain().WaitAsync(call.Client, call.Jobs, call.First);
                        Sent(call);
                        return answer;
                    });
                    Settle(call, ends);
                }
                catch (Exception error)
                {
                    GiveUp(error);
                }
            }
        }

        /// <summary>The next call to make; null if none is needed: nothing is to be added, and another call is held or nobody waits.</summary>
        private Call? Next()
        {
            lock (_gate)
            {
                if (_sending is null && (_added.Count > 0 || (_calls == 1 && _waiting.Count > 0)))
                    return Take();
                _calls--;
                return null;
            }
        }

        private Call Afresh()
        {
            lock (_gate)
            {
                BeginAgain();
                return Take();
            }
        }

        private Call Take()
        {
            var jobs = new Guid[Math.Min(_added.Count, Limits.BatchJobs)];
            for (var i = 0; i < jobs.Length; i++)
                jobs[i] = _added.Dequeue();
            _sending = new Call(_client, jobs, _first);
            _first = false;
            return _sending;
        }

        // It may be held for long, so that what did not fit it, or has come since, goes in another.
        private void Sent(Call call)
        {
            lock (_gate)
            {
                if (!ReferenceEquals(_sending, call))
                    return;
                _sending = null;
                CallIfNeeded();
            }
        }

        private void BeginAgain()
        {
            _client = Guid.NewGuid();
            _first = true;
            _sending = null;
            _added.Clear();
            foreach (var job in _waiting.Keys)
                _added.Enqueue(job);
        }

        private void Settle(Call call, JobEnds ends)
        {
            lock (_gate)
            {
                foreach (var view in ends.Ended)
                    if (_waiting.Remove(view.Id, out var waiting))
                        waiting.End.TrySetResult(view);
                foreach (var job in ends.Unknown)
                    if (_waiting.Remove(job, out var waiting))
                        waiting.End.TrySetException(new UnknownJobException(job));
                if (ends.Forgotten && call.Client == _client)
                    BeginAgain();
            }
        }

        private void GiveUp(Exception error)
        {
            lock (_gate)
            {
                foreach (var waiting in _waiting.Values)
                    waiting.End.TrySetException(error);
                _waiting.Clear();
                BeginAgain();
            }
        }
    }

    private sealed class Waiting
    {
        public TaskCompletionSource<JobView> End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Callers { get; set; }
    }

    private sealed record Call(Guid Client, Guid[] Jobs, bool First);
}
