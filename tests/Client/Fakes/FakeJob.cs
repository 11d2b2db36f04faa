namespace Gristmill.Client.Tests.Fakes;

/// <summary>A job in memory that changes when a test says so.</summary>
internal sealed class FakeJob : IJobGrain
{
    private readonly Lock _gate = new();
    private readonly Guid _id;
    private readonly List<JobLogLine> _log = [];
    private readonly TaskCompletionSource _watched = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private JobView? _view;

    /// <summary>A job that does not exist.</summary>
    public FakeJob(Guid id) => _id = id;

    public FakeJob(JobView view) => (_id, _view) = (view.Id, view with { Version = 1 });

    public JobView View => _view ?? throw new UnknownJobException(_id);

    /// <summary>Completes when somebody waits for a change.</summary>
    public Task Watched => _watched.Task;

    public string? CancelReason { get; private set; }

    /// <summary>What the job becomes when it is canceled: Canceled unless set.</summary>
    public JobStatus OnCancel { get; init; } = JobStatus.Canceled;

    /// <summary>Changes the job and tells those who watch.</summary>
    public void Become(Func<JobView, JobView> change, params string[] log)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            foreach (var text in log)
                _log.Add(new JobLogLine(_log.Count + 1, View.Attempt, Samples.Start.AddMilliseconds(100 + _log.Count), "Info",
                    text));
            var next = change(View);
            _view = next with
            {
                Version = View.Version + 1,
                History = next.Status == View.Status ? View.History
                    : [.. View.History, Samples.Event(next.Status, next.Attempt, next.CancelReason)],
            };
            (changed, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        changed.SetResult();
    }

    public Task<JobView> GetAsync() => Answer(() => View);

    /// <summary>The job once it has ended.</summary>
    public Task<JobView> EndAsync() => UntilAsync(view => view.Status.IsTerminal(), CancellationToken.None);

    public Task<JobView> WatchAsync(int seen, CancellationToken cancellationToken) =>
        UntilAsync(view => view.Version != seen, cancellationToken);

    public Task<JobView> RetryAsync(int? after) => Answer(() =>
    {
        if (!View.Status.IsTerminal())
            throw new JobRefusedException([$"the job is {View.Status}; only a job that has ended can be retried"]);
        Become(job => job with { Status = JobStatus.Queued, Error = null, Result = null, Finished = null });
        return View;
    });

    public Task<JobView> DeleteAsync() => Answer(() =>
    {
        var view = View;
        if (!view.Status.IsTerminal())
            throw new JobRefusedException([$"the job is {view.Status}; only a job that has ended can be deleted"]);
        _view = null;
        return view;
    });

    public Task<JobView> CancelAsync(string? reason) => Answer(() =>
    {
        CancelReason = reason;
        if (!View.Status.IsTerminal())
            Become(job => job with { Status = OnCancel, CancelReason = reason });
        return View;
    });

    public Task<JobLogLine[]> LogAsync(long after, int limit) => Answer(() =>
    {
        lock (_gate)
            return _log.Where(line => line.Sequence > after).Take(limit).ToArray();
    });

    public Task ChangedAsync(JobView view) => throw new NotSupportedException();

    private async Task<JobView> UntilAsync(Func<JobView, bool> satisfied, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (satisfied(View))
                    return View with { History = [] };
                changed = _changed.Task;
            }
            _watched.TrySetResult();
            await changed.WaitAsync(cancellationToken);
        }
    }

    private static async Task<T> Answer<T>(Func<T> answer)
    {
        await Task.Yield();
        return answer();
    }
}
