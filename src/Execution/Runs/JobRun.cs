using System.Text;
using Gristmill.Core;
using Gristmill.Execution.Json;
using Gristmill.Execution.Tasks;
using Gristmill.Plugins;

namespace Gristmill.Execution.Runs;

/// <summary>
/// One run of a job, to its outcome. It ends once: by the task's return, by its exception, or by being abandoned when it ignores
/// that it was told to stop.
/// </summary>
/// <param name="request">What is to run.</param>
/// <param name="options">Its limits.</param>
/// <param name="host">The platform around it.</param>
/// <param name="slots">The threads on which tasks run.</param>
/// <param name="clock">The clock of its time limit and of what the task sees.</param>
public sealed class JobRun(RunRequest request, RunOptions options, IRunHost host, SlotScheduler slots, TimeProvider clock)
{
    /// <summary>The most bytes of a progress message, as UTF-8.</summary>
    private const int ProgressBytes = 1 << 10;

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private ITimer? _limit;
    private RunLog? _log;
    private JobProgress? _progress;
    private bool _ended;

    private TimeSpan? TimeLimit => request.TimeLimit ?? options.TimeLimit;

    public RunRequest Request => request;

    /// <summary>What logs call it.</summary>
    public string Name => $"task {request.Task}, job {request.Job}";

    /// <summary>What traces show of it.</summary>
    public RunSpan Span { get; } = new(request);

    public CancellationToken Stopping => _stop.Token;
    public CancelReason? Reason { get; private set; }

    /// <summary>When it was told to stop; null before.</summary>
    public long? StopRequestedAt { get; private set; }

    /// <summary>It was given an outcome although its code still runs; its slot is still taken.</summary>
    public bool Abandoned { get; private set; }

    /// <summary>The task's code has begun.</summary>
    public bool Started { get; private set; }

    public JobProgress? Progress => _progress;

    /// <summary>Calls the task on a slot's thread. The answer is how it ended, also when it was abandoned before.</summary>
    public Task<RunOutcome> StartAsync(PluginTask task) => StartAsync(context => request.Transforms is { } transforms
        ? new TransformedCall(task, request.Arguments, transforms, context, EnterAsync).InvokeAsync()
        : task.InvokeAsync(request.Arguments, context));

    /// <inheritdoc cref="StartAsync(PluginTask)"/>
    internal async Task<RunOutcome> StartAsync(Func<TaskContext, ValueTask<string?>> task)
    {
        Started = true;
        RunOutcome outcome;
        RunContext? context = null;
        try
        {
            RunMetrics.Started(request, clock);
            var log = _log = new RunLog(this, host, options);
            if (TimeLimit is { } limit)
                _limit = clock.CreateTimer(_ => Stop(CancelReason.TimeLimit), null, limit, Timeout.InfiniteTimeSpan);
            context = new RunContext(this, log, host, clock);
            var call = Task.Factory.StartNew(
                () => CallAsync(task, context, log, Span), CancellationToken.None, TaskCreationOptions.DenyChildAttach, slots);
            // Not on the slot's thread: what follows is the silo's own work.
            var result = await (await call.ConfigureAwait(ConfigureAwaitOptions.ForceYielding))
                .ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            outcome = DetermineOutcome(LoneSurrogates.Replaced(result ?? "null"), null);
        }
        catch (Exception e)
        {
            outcome = DetermineOutcome(null, e);
        }
        _limit?.Dispose();
        context?.RemoveFolder();
        End(outcome);
        return outcome;
    }

    private static async Task<string?> CallAsync(Func<TaskContext, ValueTask<string?>> task, TaskContext context, RunLog log,
        RunSpan span)
    {
        log.Enter();
        span.Begin();
        return await task(context);
    }

    /// <summary>Tells the task to stop. The first reason counts.</summary>
    public void Stop(CancelReason reason)
    {
        lock (_gate)
        {
            if (StopRequestedAt is not null || _ended)
                return;
            Reason = reason;
            StopRequestedAt = clock.GetTimestamp();
        }
        // Sets the flag at once; the task's own callbacks run on other threads and may take their time.
        _stop.CancelAsync();
    }

    /// <summary>Gives a run an outcome that never called the task.</summary>
    public void Fail(JobError error) => End(new RunOutcome.Failed(error));

    /// <summary>
    /// Gives up waiting for a task that was told to stop and did not: its outcome is recorded, its slot stays taken.
    /// </summary>
    public RunOutcome? Abandon()
    {
        lock (_gate)
        {
            if (_ended || Abandoned)
                return null;
            Abandoned = true;
        }
        var outcome =
            DetermineOutcome(null, new OperationCanceledException(_stop.Token), "abandoned: the task ignored its cancellation");
        EndLog(outcome);
        Span.End(outcome);
        return outcome;
    }

    public void Report(double? current, double? total, string? message)
    {
        lock (_gate)
        {
            _progress = new JobProgress(
                Number(current) ?? _progress?.Current ?? 0, Number(total) ?? _progress?.Total ?? 0, Text(message) ?? _progress?.Message);
        }
        host.ReportProgress();
    }

    // 0/0 of a task that has nothing to do is no progress, and JSON has no way to say it.
    private static double? Number(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private static string? Text(string? message) => message is null ? null : LogText.Cut(message, ProgressBytes, gone: 0);

    // A run that may not enter is to stop, and is told so.
    private async Task EnterAsync(JobStatus phase)
    {
        RunLog.Leave();
        Stopping.ThrowIfCancellationRequested();
        if (await host.EnterPhaseAsync(phase, Stopping) is not { } reason)
            return;
        Stop(reason);
        Stopping.ThrowIfCancellationRequested();
    }

    private void End(RunOutcome outcome)
    {
        lock (_gate)
        {
            if (_ended)
                return;
            _ended = true;
        }
        EndLog(outcome);
        Span.End(outcome);
        host.Ended(outcome);
    }

    private void EndLog(RunOutcome outcome)
    {
        var failure = (outcome as RunOutcome.Failed)?.Error;
        if (failure is not null)
            _log ??= new RunLog(this, host, options);
        _log?.End(failure);
    }

    // A cancellation is one only if it was us who canceled; else it is an error like any other.
    private RunOutcome DetermineOutcome(string? result, Exception? thrown, string? remark = null) => (Reason, thrown) switch
    {
        (CancelReason.Shutdown or CancelReason.Lost, _) when request.AtMostOnce => new RunOutcome.Failed(
            new JobError(Reason.Value.ToString(), "its silo stopped; the task asks to run at most once"), Final: true),
        (CancelReason.TimeLimit, _) when IsStop(thrown) => new RunOutcome.Failed(
            new JobError(
                "TimeLimit", $"ran longer than its time limit of {Times.Words(TimeLimit!.Value)}{(remark is null ? "" : $"; {remark}")}")),
        (null, null) => Returned(result!),
        (not null, _) when IsStop(thrown) => new RunOutcome.Stopped(remark),
        (_, ResultTooLargeException large) => new RunOutcome.Failed(new JobError("ResultTooLarge", large.Message)),
        _ => new RunOutcome.Failed(Failure.Describe(thrown!), (thrown as RetryAfterException)?.Delay),
    };

    private static bool IsStop(Exception? thrown) => thrown is null || ExceptionTree.IsCancellation(thrown);

    private static RunOutcome Returned(string result)
    {
        var bytes = Encoding.UTF8.GetByteCount(result);
        return bytes <= Limits.ResultBytes
            ? new RunOutcome.Returned(result)
            : new RunOutcome.Failed(new JobError(
                "ResultTooLarge", $"the result has {bytes:N0} bytes as JSON; at most {Limits.ResultBytes:N0} are kept. Return a reference to large data instead."));
    }
}
