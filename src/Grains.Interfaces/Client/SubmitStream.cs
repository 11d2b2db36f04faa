using System.Runtime.CompilerServices;

namespace Gristmill;

/// <summary>
/// Cuts a stream of jobs into calls. What comes while as many calls are in flight as may be is gathered for the next one; when
/// that is full, the source waits.
/// </summary>
internal sealed class SubmitStream(Func<JobRequest[], Task<JobReceipt[]>> send)
{
    /// <summary>One is made, one read and checked, one written, and the receipts of one are read.</summary>
    private const int CallsInFlight = 4;

    /// <summary>
    /// Enough to share a call and a commit, and few enough that they are forgotten again before memory is tidied up.
    /// </summary>
    private const int BatchJobs = 1_000;

    private const int BatchCharacters = 1 << 20;

    private readonly Queue<Task<JobReceipt[]>> _inFlight = [];
    private readonly List<JobRequest> _batch = [];
    private int _characters;

    private bool IsFull => _batch.Count >= BatchJobs || _characters >= BatchCharacters;

    public async IAsyncEnumerable<JobReceipt> SubmitAsync(
        IAsyncEnumerable<JobRequest> requests, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var source = requests.GetAsyncEnumerator(stop.Token);
        var more = source.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                while (!IsFull && HasNext(more))
                {
                    Add(source.Current);
                    more = source.MoveNextAsync().AsTask();
                }
                var hasEnded = more.IsCompleted && !HasNext(more);
                if (_batch.Count > 0 && _inFlight.Count < CallsInFlight)
                    Send();
                else if (_inFlight.TryPeek(out var oldest))
                {
                    await Task.WhenAny(oldest, IsFull || hasEnded ? oldest : more).WaitAsync(cancellationToken);
                    if (!oldest.IsCompleted)
                        continue;
                    foreach (var receipt in await _inFlight.Dequeue())
                        yield return receipt;
                }
                else if (!await more.WaitAsync(cancellationToken))
                    yield break;
            }
        }
        finally
        {
            await stop.CancelAsync();
            _ = EndAsync(source, more);
        }
    }

    // A source that fails has ended: what it gave before is submitted and answered, and then its failure is thrown.
    private static bool HasNext(Task<bool> more) => more is { IsCompletedSuccessfully: true, Result: true };

    private void Add(JobRequest request)
    {
        _batch.Add(request);
        _characters += request.Arguments.Length + (request.Meta?.Length ?? 0);
    }

    private void Send()
    {
        _inFlight.Enqueue(send([.. _batch]));
        _batch.Clear();
        _characters = 0;
    }

    // A source that does not hear of its cancellation is not waited for; it may be a pipe that nobody writes to.
    private static async Task EndAsync(IAsyncEnumerator<JobRequest> source, Task more)
    {
        await more.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await source.DisposeAsync();
    }
}
