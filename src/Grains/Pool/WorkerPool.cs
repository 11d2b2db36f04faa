using System.Threading.Channels;
using Gristmill.Core;
using Gristmill.Execution.Loading;
using Gristmill.Grains.Jobs;
using Gristmill.Jobs;
using Gristmill.Plugins;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gristmill.Grains.Pool;

/// <summary>
/// The silo's slots, as one loop that owns all that the pool knows. What happens is an event: a queue has delivered jobs, a claim
/// was answered, a run has ended, an operator orders. After each batch of events the loop claims what there is room for, starts
/// what has a slot, and tells the queues what it will take. It never waits for a call: the answer is the next event.
/// </summary>
/// <remarks>
/// A slot is free as soon as the task's code has ended; the report of its outcome follows on its own (
/// <see cref="OutcomeReporter"/>). No more jobs are claimed than slots are free and start within the time of <see cref="Prefetch"/>;
/// the rest of what was delivered goes back at once. Queues share the slots (<see cref="PoolQueues"/>).
/// </remarks>
public sealed partial class WorkerPool(
    SiloOptions options, JobCommandDispatcher dispatcher, OutcomeReporter reporter, RunningJobs runs, RunServices services,
    PluginHost plugins, IGrainFactory grains, SiloIdentity silo, [FromKeyedServices(Clock.Key)] TimeProvider clock,
    ILogger<WorkerPool> log) : IWorkerPool
{
    /// <summary>How long a claimed job may wait for a slot before others may have it.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(200);

    /// <summary>How long queues and tasks may take to hear that the pool stops.</summary>
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(2);

    /// <summary>With so many outcomes that the store has not taken, no more jobs are claimed.</summary>
    private const int MostUnreported = 5_000;

    private readonly Channel<Action> _events =
        Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<Guid, (int Run, CancelReason Reason)> _earlyStops = [];
    private readonly Prefetch _prefetch = new(clock, options.Concurrency);
    private readonly TaskCompletionSource _claimsEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PoolQueues _queues = new([]);
    private IWorkerPool? _self;
    private ITimer? _impatience;
    private Task? _loop;
    private volatile PoolState _state;
    private volatile bool _isClaiming;
    private volatile int _busy, _abandoned;
    private bool _isLeaving;

    public int Slots => options.Concurrency;
    public int Busy => _busy;

    /// <summary>How many slots are taken by runs that were given an outcome although their code goes on.</summary>
    public int Abandoned => Math.Max(0, _abandoned);
    public long Finished { get; private set; }

    /// <summary>Whether it takes jobs. Cordoned only once it will start no more of those that it had taken.</summary>
    public PoolState State => _state is PoolState.Cordoned && _isClaiming ? PoolState.Accepting : _state;

    /// <summary>Begins to take jobs. The silo is up: it has its address.</summary>
    /// <param name="self">The pool as queues reach it.</param>
    public void Start(IWorkerPool self)
    {
        _self = self;
        _queues = new PoolQueues(options.ServedQueues.Select(
            queue => new QueueConnection(queue.Name, silo.Owner, new SlotShare(queue.Weight, clock), grains, plugins)));
        reporter.Start(TellQueues);
        _impatience = clock.CreateTimer(_ => Post(GiveBackStale), null, LongestWait, LongestWait);
        _loop = Task.Run(RunAsync);
        TellQueues();
    }

    public Task DeliverAsync(string queue, QueueEntry[] entries)
    {
        Post(() => _queues.Deliver(queue, entries));
        return Task.CompletedTask;
    }

    public Task CancelAsync(Guid job, int run, string? reason)
    {
        Stop(job, run, CancelReason.Requested);
        return Task.CompletedTask;
    }

    /// <summary>Tells a run to stop, also one whose claim is on disk but not yet answered.</summary>
    public void Stop(Guid job, int run, CancelReason reason) => Post(() =>
    {
        if (runs.TryGet(job, run, out var found))
            found.Execution.Stop(reason);
        else if (_isClaiming)
            _earlyStops[job] = (run, reason);
    });

    /// <summary>Records an outcome for a run whose code still holds its slot.</summary>
    public void Abandon(PoolRun run)
    {
        if (run.Execution.Abandon() is not { } outcome)
            return;
        LogAbandoned(run.Job, run.TaskName);
        reporter.Ended(run, outcome);
        Post(() => _abandoned++);
    }

    /// <summary>Tells every queue how things stand: the heartbeat, and whatever concerns all of them.</summary>
    public void TellQueues() => Post(() => _queues.TellAll());

    /// <summary>Cordons the pool, or takes the cordon away. Answers whether that changed anything.</summary>
    public Task<bool> CordonAsync(bool cordoned) => PostAsync(() =>
    {
        var state = cordoned ? PoolState.Cordoned : PoolState.Accepting;
        if (_state is PoolState.Stopping || _state == state)
            return false;
        _state = state;
        if (cordoned)
            GiveBack(run => true);
        _queues.TellAll();
        return true;
    });

    /// <summary>
    /// Stops: takes nothing new, gives back what has not started, waits, cancels the rest and gives it back too. It costs no job
    /// an attempt.
    /// </summary>
    /// <param name="grace">How long running jobs may go on before they are told to stop.</param>
    public async Task StopAsync(TimeSpan grace)
    {
        if (_loop is null)
            return;
        await PostAsync(() =>
        {
            _state = PoolState.Stopping;
            GiveBack(run => true);
            return true;
        });
        await _impatience!.DisposeAsync();
        await _claimsEnded.Task;
        await PostAsync(() => _isLeaving = true);
        await Task.WhenAll(_queues.All.Select(queue => queue.LeaveAsync().WaitAsync(LastWait, clock)))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        if (!await _quiet.Task.EndsWithinAsync(grace, clock))
            await InterruptAsync();
        await reporter.StopAsync();
        _events.Writer.Complete();
        await _loop;
    }

    private async Task InterruptAsync()
    {
        foreach (var run in runs.All)
            run.Execution.Stop(CancelReason.Shutdown);
        if (await _quiet.Task.EndsWithinAsync(LastWait, clock))
            return;
        // These ignore us; the process is about to end, and their rows go back so that others need not wait for its death.
        foreach (var run in runs.All)
            Abandon(run);
    }

    private async Task RunAsync()
    {
        while (await _events.Reader.WaitToReadAsync())
        {
            try
            {
                Turn();
            }
            catch (Exception e)
            {
                LogFault(e); // What has happened later is still to be dealt with.
            }
        }
    }

    private void Turn()
    {
        while (_events.Reader.TryRead(out var happened))
            happened();
        ClaimDelivered();
        StartReady();
        OfferRoom();
        if (_state is PoolState.Stopping && !_isClaiming)
            NoteStopped();
    }

    private void NoteStopped()
    {
        _claimsEnded.TrySetResult();
        if (_busy == 0)
            _quiet.TrySetResult();
    }

    // False once the pool has stopped.
    private bool Post(Action happened) => _events.Writer.TryWrite(happened);

    private Task<bool> PostAsync(Func<bool> happened)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        return Post(() => done.SetResult(happened())) ? done.Task : Task.FromResult(false);
    }

    // How many more jobs may be claimed.
    private int Room() => _state is not PoolState.Accepting || reporter.Unreported > MostUnreported
        ? 0
        : Math.Max(0, Slots - _busy + _prefetch.Jobs(_busy) - _queues.InClaim - _queues.Ready);

    private void ClaimDelivered()
    {
        if (_isClaiming || _queues.TakeDelivered(Room()) is not { Count: > 0 } batch)
            return;
        _isClaiming = true;
        ClaimAsync(batch).FireAndForget();
    }

    private async Task ClaimAsync(List<(QueueConnection Queue, QueueEntry Entry)> batch)
    {
        try
        {
            var answers =
                await dispatcher.ExecuteAsync([.. batch.Select(next => new ClaimJob(next.Entry.Job, silo.Owner, silo.Name))]);
            Post(() => Claimed(batch, answers));
        }
        catch (Exception e)
        {
            if (e is not StoreUnavailableException) // Which the store itself tells.
                LogTrouble(batch.Count, e);
            await Task.Delay(StoreTrouble.Pause, clock);
            Post(() => ClaimFailed(batch));
        }
    }

    private void Claimed(List<(QueueConnection Queue, QueueEntry Entry)> batch, JobAnswer[] answers)
    {
        foreach (var ((queue, entry), (row, refusal, _)) in batch.Zip(answers))
        {
            var run = refusal is null && row?.Status is JobStatus.Running ? new PoolRun(row, queue, services, Ended) : null;
            queue.Claimed(entry, run);
            if (run is null)
                continue;
            runs.Add(run);
            if (_earlyStops.TryGetValue(run.Job, out var early) && early.Run == run.Run)
                run.Execution.Stop(early.Reason);
        }
        EndClaim();
        if (_state is not PoolState.Accepting)
            GiveBack(run => true);
    }

    private void ClaimFailed(List<(QueueConnection Queue, QueueEntry Entry)> batch)
    {
        foreach (var (queue, entry) in batch)
            queue.ClaimFailed(entry);
        EndClaim();
    }

    private void EndClaim()
    {
        _isClaiming = false;
        _earlyStops.Clear();
        _queues.TellAll();
    }

    private void StartReady()
    {
        while (_busy < Slots && _queues.TakeReady() is { } run)
        {
            if (run.Execution.StopRequestedAt is not null)
            {
                reporter.GivenBack(run);
                continue;
            }
            _busy++;
            _queues.Started(run);
            _prefetch.Started();
            run.Taken = clock.GetTimestamp();
            StartAsync(run).FireAndForget();
        }
    }

    private async Task StartAsync(PoolRun run)
    {
        try
        {
            if (await grains.GetGrain<ITaskGrain>(run.TaskName).StartAsync(run.Job, run.Run))
                return;
            // The task's plugin was removed since the run was claimed.
            reporter.GivenBack(run);
            Post(() => _ = FreeSlot(run));
        }
        catch (Exception e)
        {
            run.Execution.Fail(new JobError(e.GetType().FullName!, $"the task could not be started: {e.Message}", e.ToString()));
        }
    }

    // On the thread that the run has ended on.
    private void Ended(PoolRun run, RunOutcome outcome)
    {
        var wasAbandoned = run.Execution.Abandoned;
        if (!wasAbandoned)
            reporter.Ended(run, outcome);
        Post(() =>
        {
            if (wasAbandoned)
                _abandoned--;
            Finished++;
            _prefetch.Ended(FreeSlot(run));
        });
    }

    private TimeSpan FreeSlot(PoolRun run)
    {
        var took = clock.GetElapsedTime(run.Taken);
        run.Queue.Share.End(took);
        _busy--;
        return took;
    }

    private void OfferRoom()
    {
        if (_isLeaving)
            return;
        foreach (var queue in _queues.All)
            if (queue.IsOfferDue)
                queue.Offering = OfferAsync(queue, queue.BeginOffer(_queues.RoomFor(queue, Room())));
    }

    private async Task OfferAsync(QueueConnection queue, CreditUpdate offer)
    {
        var hasMore = await queue.SendAsync(offer, _self!);
        Post(() => _queues.EndOffer(queue, offer, hasMore));
    }

    // Of a burst of short jobs some may be claimed when a long one takes the slot: others may have room for them.
    private void GiveBackStale()
    {
        if (_busy >= Slots)
            GiveBack(run => clock.GetElapsedTime(run.Claimed) > LongestWait);
    }

    private void GiveBack(Func<PoolRun, bool> rule)
    {
        foreach (var run in _queues.TakeReady(rule))
            reporter.GivenBack(run);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "An event of the worker pool failed; the pool goes on")]
    private partial void LogFault(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The store did not answer a claim of {Count} jobs; trying again")]
    private partial void LogTrouble(int count, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Job {Job} of {Task} ignored its cancellation and was abandoned; its slot stays taken until its code ends")]
    private partial void LogAbandoned(Guid job, string task);
}
