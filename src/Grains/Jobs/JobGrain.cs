using Gristmill.Core;
using Gristmill.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;

namespace Gristmill.Grains.Jobs;

/// <summary>
/// Mirrors one job for those who watch it, and passes their cancellation on. Holds the last view it was told; a watched row makes
/// every command tell it. A hint may be lost with a silo, so a waiting call asks the store again, ever less often.
/// </summary>
[Reentrant]
internal sealed class JobGrain(
    IJobStore store, JobCommandDispatcher dispatcher, JobRemoval removal, WaitingReason waits, [FromKeyedServices(Clock.Key)] TimeProvider clock) : Grain, IJobGrain
{
    private JobView? _view;
    private bool _told;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;

    private Guid Job => this.GetPrimaryKey();

    public async Task<JobView> GetAsync()
    {
        var (row, history) = await store.FindWithHistoryAsync(Job) ?? throw Unknown();
        var view = row.ToView();
        Take(view);
        Rest();
        var children = await store.ChildrenAsync(Job);
        var notice = await waits.OfAsync(row);
        // Not what was told last: what a waiting job waits for is told to nobody.
        return view with { History = history, Children = children, Notice = notice };
    }

    public async Task<JobView> WatchAsync(int seen, CancellationToken cancellationToken)
    {
        var since = clock.GetTimestamp();
        var view = _told ? _view! : await ReadAsync();
        _waiting++;
        try
        {
            for (var doubt = PollBackoff.First; view.Version == seen
                && clock.GetElapsedTime(since) < LongPoll.Timeout; view = _view!)
            {
                if (await ChangesWithinAsync(doubt, cancellationToken))
                    continue;
                await ReadAsync();
                doubt = PollBackoff.After(doubt);
            }
            return view;
        }
        finally
        {
            _waiting--;
            Rest();
        }
    }

    public async Task<JobView> CancelAsync(string? reason)
    {
        RequestRules.CheckReason(reason);
        var answer = await dispatcher.ExecuteAsync(new CancelJob(Job, reason));
        Take((answer.Row ?? throw Unknown()).ToView());
        Rest();
        return _view!;
    }

    public async Task<JobView> RetryAsync(int? after)
    {
        var answer = await dispatcher.ExecuteAsync(new RetryJob(Job, after));
        Take((answer.Row ?? throw Unknown()).ToView());
        Rest();
        return answer.Refusal is null ? _view! : throw new JobRefusedException([answer.Refusal]);
    }

    public async Task<JobView> DeleteAsync()
    {
        var (row, refusal) = (await removal.RemoveAsync([Job]))[0];
        DeactivateOnIdle();
        if (row is null)
            throw Unknown();
        return refusal is null ? row.ToView() : throw new JobRefusedException([refusal]);
    }

    public Task<JobLogLine[]> LogAsync(long after, int limit) => store.LogAsync(Job, after, Math.Clamp(limit, 1, 1_000));

    public Task ChangedAsync(JobView view)
    {
        _told = true;
        Take(view);
        Rest();
        return Task.CompletedTask;
    }

    private async Task<bool> ChangesWithinAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var left = _changed.Task.WaitAsync(time, clock, cancellationToken);
        await left.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        cancellationToken.ThrowIfCancellationRequested();
        return left.IsCompletedSuccessfully;
    }

    // Marks the row as watched, in the order of all commands: what happened before is in the answer, what follows will be told.
    private async Task<JobView> ReadAsync()
    {
        var row = await store.FindAsync(Job);
        if (row is { Watch: < JobWatch.Changes } && !row.Status.IsTerminal())
            row = (await dispatcher.ExecuteAsync(new WatchJob(Job, JobWatch.Changes))).Row;
        Take((row ?? throw Unknown()).ToView());
        _told = true;
        return _view!;
    }

    private void Take(JobView view)
    {
        if (_view is not null && view.Version <= _view.Version)
            return;
        _view = view;
        var changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }

    // What has ended, or is not watched, is read from the store: no activation a job stays behind.
    private void Rest()
    {
        if (_waiting == 0 && (!_told || _view!.Status.IsTerminal()))
            DeactivateOnIdle();
    }

    private UnknownJobException Unknown()
    {
        Rest();
        return new UnknownJobException(Job);
    }
}
