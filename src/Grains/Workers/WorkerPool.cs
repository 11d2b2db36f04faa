using Gristmill.Grains.Plugins;
using Gristmill.Hosting;
using Gristmill.Jobs;
using Gristmill.Plugins;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gristmill.Workers;

/// <summary>
/// The silo's slots. Queues deliver ready jobs; the pool claims them in batches, starts each through its task's grain when a slot is
/// free, and reports the outcomes in batches. A slot is free as soon as the task's code has ended; the report follows on its own.
/// </summary>
internal sealed partial class WorkerPool : IWorkerPool
{
    private static readonly TimeSpan StoreTrouble = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(200);
    private const int MostUnreported = 5_000;

    private readonly JobMoves _moves;
    private readonly RunningJobs _runs;
    private readonly RunJournal _journal;
    private readonly IGrainFactory _grains;
    private readonly SiloIdentity _silo;
    private readonly TimeProvider _clock;
    private readonly ILogger<WorkerPool> _log;
    private readonly string[] _queues;
    private readonly PluginHost _plugins;
    private readonly RunServices _services;
    private Dictionary<string, QueueLine> _lines = [];

    private readonly Lock _gate = new();
    private readonly Queue<(QueueLine Line, QueueEntry Entry)> _delivered = new();
    private readonly Queue<JobRun> _ready = new();
    private readonly Dictionary<Guid, (int Run, CancelReason Reason)> _earlyStops = [];
    private readonly Prefetch _prefetch;
    private readonly Signal _claimable = new();
    private readonly Signal _reportable = new();
    private List<(JobRun Run, JobCommand Command)> _reports = [];
    private Task _claiming = Task.CompletedTask;
    private Task _reporting = Task.CompletedTask;
    private TaskCompletionSource? _quiet;
    private PoolState _state;
    private int _inClaim;
    private int _busy;
    private int _abandoned;
    private int _reportsInFlight;

    public WorkerPool(
        SiloOptions options, JobMoves moves, RunningJobs runs, RunJournal journal, RunServices services, PluginHost plugins,
        IGrainFactory grains, SiloIdentity silo, [FromKeyedServices(Clock.Key)] TimeProvider clock, ILogger<WorkerPool> log)
    {
        (_moves, _runs, _journal, _grains, _silo, _clock, _log) = (moves, runs, journal, grains, silo, clock, log);
        (_queues, _plugins, _services) = (options.Queues, plugins, services);
        Slots = options.Concurrency;
        _prefetch = new Prefetch(clock);
    }

    public int Slots { get; }
    public int Busy => Volatile.Read(ref _busy);

    /// <summary>How many slots are taken by runs that were given an outcome although their code goes on.</summary>
    public int Abandoned => Math.Max(0, Volatile.Read(ref _abandoned));
    public long Finished { get; private set; }

    /// <summary>How many reports the store has refused.</summary>
    public long Stale { get; private set; }

    /// <summary>Whether it takes jobs. Cordoned only once it will start no more of those that it had taken.</summary>
    public PoolState State
    {
        get
        {
            lock (_gate)
                return _state is PoolState.Cordoned && _inClaim > 0 ? PoolState.Accepting : _state;
        }
    }

    /// <summary>Begins to take jobs. The silo is up: it has its address.</summary>
    /// <param name="self">The pool as queues reach it.</param>
    public void Start(IWorkerPool self)
    {
        _lines = _queues.ToDictionary(queue => queue, queue => new QueueLine(queue, _silo.Owner, _grains, Capacity, _plugins));
        _claiming = Task.Run(ClaimAllAsync);
        _reporting = Task.Run(ReportAllAsync);
        foreach (var line in _lines.Values)
            line.Start(self);
        NudgeQueues();
    }

    public Task DeliverAsync(string queue, QueueEntry[] entries)
    {
        var line = _lines[queue];
        line.Received(entries.Length);
        lock (_gate)
        {
            foreach (var entry in entries)
                _delivered.Enqueue((line, entry));
        }
        _claimable.Set();
        return Task.CompletedTask;
    }

    public Task CancelAsync(Guid job, int run, string? reason)
    {
        Stop(job, run, CancelReason.Requested);
        return Task.CompletedTask;
    }

    /// <summary>Tells a run to stop, also one whose claim is on disk but not yet answered.</summary>
    public void Stop(Guid job, int run, CancelReason reason)
    {
        lock (_gate)
        {
            if (!_runs.TryGet(job, run, out var found))
            {
                if (_inClaim > 0)
                    _earlyStops[job] = (run, reason);
                return;
            }
            found.Stop(reason);
        }
    }

    /// <summary>Records an outcome for a run whose code still holds its slot.</summary>
    public void Abandon(JobRun run)
    {
        if (run.Abandon() is not { } outcome)
            return;
        Interlocked.Increment(ref _abandoned);
        LogAbandoned(run.Job, run.Task);
        Report(run, Closing(run, outcome));
    }

    /// <summary>Tells every queue how things stand: the heartbeat, and whatever has changed.</summary>
    public void NudgeQueues()
    {
        foreach (var line in _lines.Values)
            line.Nudge();
    }

    /// <summary>Hands back what has been claimed but cannot be started soon: a long job has the slot that a burst of short ones had.</summary>
    public void ReleaseStale()
    {
        lock (_gate)
        {
            while (_busy >= Slots && _ready.TryPeek(out var run) && _clock.GetElapsedTime(run.Claimed) > LongestWait)
                Release(_ready.Dequeue(), ReleaseJob.NoFreeSlot);
        }
    }

    private int Capacity()
    {
        lock (_gate)
        {
            if (_state is not PoolState.Accepting || _reports.Count + _reportsInFlight > MostUnreported)
                return 0;
            return Math.Max(0, Slots - _busy + _prefetch.Jobs - _ready.Count - _inClaim - _delivered.Count);
        }
    }

    private async Task ClaimAllAsync()
    {
        while (await _claimable.WaitAsync())
        {
            var batch = TakeDelivered();
            if (batch.Count == 0)
            {
                NudgeQueues();
                continue;
            }
            try
            {
                var answers = await _moves.ExecuteAsync([.. batch.Select(next => new ClaimJob(next.Entry.Job, _silo.Owner, _silo.Name))]);
                Admit(answers);
                foreach (var (line, entry) in batch)
                    line.Settle(entry.Job);
            }
            catch (Exception e)
            {
                LogStoreTrouble("claim", batch.Count, e);
                foreach (var (line, entry) in batch)
                    line.Return(entry.Job);
                await Task.Delay(StoreTrouble, _clock);
            }
            finally
            {
                lock (_gate)
                {
                    _inClaim = 0;
                    _earlyStops.Clear();
                }
            }
            StartReady();
            NudgeQueues();
        }
    }

    private List<(QueueLine Line, QueueEntry Entry)> TakeDelivered()
    {
        lock (_gate)
        {
            // A pool that stops leaves its queues, and with that returns what it has not claimed.
            var batch = _state is PoolState.Accepting ? _delivered.ToList() : [];
            if (_state is PoolState.Cordoned)
                ReturnDelivered();
            _delivered.Clear();
            _inClaim = batch.Count;
            return batch;
        }
    }

    private void Admit(JobAnswer[] answers)
    {
        lock (_gate)
        {
            foreach (var (row, refusal, _) in answers)
            {
                if (refusal is not null || row?.Status is not JobStatus.Running)
                    continue;
                var run = new JobRun(row, _services, Ended);
                _runs.Add(run);
                _ready.Enqueue(run);
                if (_earlyStops.TryGetValue(row.Id, out var early) && early.Run == row.Run)
                    run.Stop(early.Reason);
            }
            if (_state is not PoolState.Accepting)
                GiveBackReady();
        }
    }

    private void StartReady()
    {
        while (TakeReady() is { } run)
            StartAsync(run).Forget();
    }

    private JobRun? TakeReady()
    {
        lock (_gate)
        {
            if (_busy >= Slots || !_ready.TryDequeue(out var run))
                return null;
            _busy++;
            return run;
        }
    }

    private async Task StartAsync(JobRun run)
    {
        try
        {
            if (!await _grains.GetGrain<ITaskGrain>(run.Task).StartAsync(run.Job, run.Run))
                GiveBack(run);
        }
        catch (Exception e)
        {
            run.Fail(new JobError(e.GetType().FullName!, $"the task could not be started: {e.Message}", e.ToString()));
        }
    }

    // The task's plugin was removed since the run was claimed.
    private void GiveBack(JobRun run)
    {
        Release(run, ReleaseJob.NotOffered);
        lock (_gate)
            FreeSlot();
        StartReady();
    }

    private void Ended(JobRun run, RunOutcome outcome)
    {
        if (run.Abandoned)
            Interlocked.Decrement(ref _abandoned);
        else
            Report(run, Closing(run, outcome));
        lock (_gate)
        {
            Finished++;
            _prefetch.Count();
            FreeSlot();
        }
        StartReady();
    }

    private void FreeSlot()
    {
        _busy--;
        if (_busy == 0 && _ready.Count == 0)
            _quiet?.TrySetResult();
    }
}

/// <summary>Whether a pool takes jobs.</summary>
internal enum PoolState
{
    Accepting,
    Cordoned,
    Stopping,
}
