namespace Gristmill;

/// <summary>
/// Waits for the ends of jobs, whatever their number, with one held call to each <see cref="IJobWaitGrain"/>. Jobs that are added
/// while it is held are registered by short calls, many at once. After an error the client begins again: under a new id, with all
/// that it waits for.
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

    /// <summary>
    /// The jobs of one grain: one held call that learns of ends, and short ones that register what is added while it is held.
    /// </summary>
    private sealed class Share(Func<IJobWaitGrain> grain, Retrying retrying)
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<Guid, Waiting> _waiting = [];
        private readonly Queue<Guid> _added = new();
        private Guid _client = Guid.NewGuid();
        private bool _first = true; // The grain is to learn of the client with the next call.
        private bool _isWaiting, _isRegistering;
        private Call? _held; // Others may follow it: the grain knows the client.

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

        // Behind all that the thread pool has to do: who is about to add a job travels along.
        private void CallIfNeeded()
        {
            if (_added.Count == 0)
                return;
            if (!_isWaiting)
            {
                _isWaiting = true;
                ThreadPool.UnsafeQueueUserWorkItem(static share => _ = share.WaitAsync(), this, preferLocal: false);
            }
            else if (_held is not null && !_isRegistering)
            {
                _isRegistering = true;
                ThreadPool.UnsafeQueueUserWorkItem(static share => _ = share.RegisterAsync(), this, preferLocal: false);
            }
        }

        // As long as somebody waits.
        private async Task WaitAsync()
        {
            while (NextWait() is { } call)
            {
                try
                {
                    var tries = 0;
                    var ends = await retrying.RunAsync(() =>
                    {
                        // The grain of the call before may be gone with its silo, and with it what it knew of this client.
                        if (tries++ > 0)
                            call = BeginAgain();
                        return HoldAsync(call);
                    });
                    Settle(ends);
                }
                catch (Exception error)
                {
                    GiveUp(error);
                }
            }
        }

        private async Task<JobEnds> HoldAsync(Call call)
        {
            var ends = grain().WaitAsync(call.Client, call.Jobs, call.First);
            lock (_gate)
            {
                _held = call;
                CallIfNeeded();
            }
            return await await Task.WhenAny(ends, call.Forgotten.Task);
        }

        private async Task RegisterAsync()
        {
            while (NextAdded() is { } call)
            {
                var isKnown = false;
                try
                {
                    isKnown = await retrying.RunAsync(() => grain().RegisterAsync(call.Client, call.Jobs));
                }
                catch (Exception)
                {
                    // The held call fails of the same, and says so.
                }
                if (!isKnown)
                    Forget(call.Client);
            }
        }

        private Call? NextWait()
        {
            lock (_gate)
            {
                _held = null;
                _isWaiting = _waiting.Count > 0;
                return _isWaiting ? Take() : null;
            }
        }

        private Call? NextAdded()
        {
            lock (_gate)
            {
                _isRegistering = _held is not null && _added.Count > 0;
                return _isRegistering ? Take() : null;
            }
        }

        private Call Take()
        {
            var jobs = new Guid[Math.Min(_added.Count, Limits.BatchJobs)];
            for (var i = 0; i < jobs.Length; i++)
                jobs[i] = _added.Dequeue();
            var call = new Call(_client, jobs, _first);
            _first = false;
            return call;
        }

        private void Settle(JobEnds ends)
        {
            lock (_gate)
            {
                foreach (var view in ends.Ended)
                    if (_waiting.Remove(view.Id, out var waiting))
                        waiting.End.TrySetResult(view);
                foreach (var job in ends.Unknown)
                    if (_waiting.Remove(job, out var waiting))
                        waiting.End.TrySetException(new UnknownJobException(job));
                if (ends.Forgotten)
                    Reset();
            }
        }

        // Whatever it holds, the grain does not know this client: the held call would wait for nothing.
        private void Forget(Guid client)
        {
            lock (_gate)
            {
                if (client != _client)
                    return;
                if (_held is { } held)
                    held.Forgotten.TrySetResult(new JobEnds { Forgotten = true });
                else
                    Reset();
            }
        }

        private void GiveUp(Exception error)
        {
            lock (_gate)
            {
                foreach (var waiting in _waiting.Values)
                    waiting.End.TrySetException(error);
                _waiting.Clear();
                Reset();
            }
        }

        private Call BeginAgain()
        {
            lock (_gate)
            {
                Reset();
                return Take();
            }
        }

        // As another client, which waits for the same: no answer to the old one can be missed.
        private void Reset()
        {
            _client = Guid.NewGuid();
            _first = true;
            _held = null;
            _added.Clear();
            foreach (var job in _waiting.Keys)
                _added.Enqueue(job);
        }
    }

    private sealed class Waiting
    {
        public TaskCompletionSource<JobView> End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Callers { get; set; }
    }

    private sealed record Call(Guid Client, Guid[] Jobs, bool First)
    {
        /// <summary>Ends the call in place of its answer.</summary>
        public TaskCompletionSource<JobEnds> Forgotten { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
