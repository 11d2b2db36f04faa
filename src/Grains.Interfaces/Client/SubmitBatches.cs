using System.Threading.Channels;

namespace Gristmill;

/// <summary>
/// Gathers the submissions that arrive while a call is in flight into the next call (natural batching): one caller waits for
/// nobody, a thousand share a call and a commit.
/// </summary>
internal sealed class SubmitBatches : IAsyncDisposable
{
    /// <summary>Two, so that one batch is gathered and checked while the other is being written.</summary>
    private const int CallsInFlight = 2;

    private const int BatchBytes = 4 << 20;

    private readonly Channel<Waiting> _waiting = Channel.CreateUnbounded<Waiting>();
    private readonly Func<JobRequest[], Task<JobReceipt[]>> _send;
    private readonly Task _senders;

    public SubmitBatches(Func<JobRequest[], Task<JobReceipt[]>> send)
    {
        _send = send;
        _senders = Task.WhenAll(Enumerable.Range(0, CallsInFlight).Select(_ => Task.Run(SendAllAsync)));
    }

    public Task<JobReceipt> AddAsync(JobRequest request)
    {
        var waiting = new Waiting(request);
        return _waiting.Writer.TryWrite(waiting)
            ? waiting.Receipt.Task
            : throw new ObjectDisposedException(nameof(JobClient));
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _senders;
    }

    private async Task SendAllAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var batch = Take();
            if (batch.Count > 0)
                await SendAsync(batch);
        }
    }

    private List<Waiting> Take()
    {
        var batch = new List<Waiting>();
        for (var bytes = 0; batch.Count < Limits.BatchJobs && bytes < BatchBytes && _waiting.Reader.TryRead(out var next);)
        {
            batch.Add(next);
            bytes += next.Request.Arguments.Length;
        }
        return batch;
    }

    private async Task SendAsync(List<Waiting> batch)
    {
        try
        {
            var receipts = await _send([.. batch.Select(waiting => waiting.Request)]);
            for (var i = 0; i < receipts.Length; i++)
                batch[i].Receipt.SetResult(receipts[i]);
        }
        catch (Exception e)
        {
            foreach (var waiting in batch)
                waiting.Receipt.TrySetException(e);
        }
    }

    private sealed record Waiting(JobRequest Request)
    {
        public TaskCompletionSource<JobReceipt> Receipt { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
