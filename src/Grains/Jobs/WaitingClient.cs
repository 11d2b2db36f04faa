namespace Gristmill.Grains.Jobs;

/// <summary>A client that waits for the ends of jobs: its held call, and what it is to learn.</summary>
internal sealed class WaitingClient
{
    private readonly Queue<JobView> _ended = new();
    private List<Guid> _unknown = [];
    private TaskCompletionSource? _held;

    /// <summary>When its last call came.</summary>
    public long Since { get; private set; }

    public bool IsHeld => _held is { Task.IsCompleted: false };

    /// <summary>Holds a new call, in place of the one that is held. Completes once there is something to learn.</summary>
    public Task Hold(long now)
    {
        Release();
        Since = now;
        // The call goes on when this turn of the grain is over: all that has ended in it is answered at once.
        _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_ended.Count + _unknown.Count > 0)
            Release();
        return _held.Task;
    }

    public void Release() => _held?.TrySetResult();

    /// <summary>A job has ended, or (null) there is no such job.</summary>
    public void Add(Guid job, JobView? end)
    {
        if (end is null)
            _unknown.Add(job);
        else
            _ended.Enqueue(end);
        Release();
    }

    /// <summary>The answer to a call.</summary>
    public JobEnds Take()
    {
        var ended = new List<JobView>(_ended.Count);
        for (var size = 0; size < Limits.AnswerCharacters && _ended.TryDequeue(out var view);)
        {
            ended.Add(view);
            size += view.Arguments.Length + (view.Result?.Length ?? 0);
        }
        var unknown = _unknown;
        _unknown = [];
        return new JobEnds { Ended = [.. ended], Unknown = [.. unknown] };
    }
}
