using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Gristmill.Core;

namespace Gristmill.Json;

/// <summary>
/// Submits jobs that are written a line each, and answers every line in order. Lines are read as the cluster takes them, so any
/// number of them needs the same memory.
/// </summary>
/// <param name="jobs">Takes the jobs.</param>
/// <param name="template">The fields that a line does not give.</param>
public sealed class LineSubmission(JobClient jobs, JobRequest template)
{
    /// <summary>The longest line, in bytes: room for arguments and meta at their limits, with every character escaped.</summary>
    public const int LongestLine = 8 << 20;

    /// <summary>Lines that have been read and not answered yet.</summary>
    private readonly Channel<LineAnswer> _open = Channel.CreateBounded<LineAnswer>(2 * Limits.BatchJobs);

    /// <summary>Submits all lines. To be called once.</summary>
    /// <param name="lines">The lines, in UTF-8.</param>
    /// <param name="stop">Reads no more; lines that were read are submitted and answered.</param>
    public async IAsyncEnumerable<LineAnswer> SubmitAsync(Stream lines, [EnumeratorCancellation] CancellationToken stop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var abandoned = new CancellationTokenSource();
        await using var receipts = jobs.SubmitManyAsync(ReadAsync(lines, ending.Token, abandoned.Token), CancellationToken.None)
            .GetAsyncEnumerator(CancellationToken.None);
        // Asked for before it is needed: this is what sets the reading in motion.
        var next = receipts.MoveNextAsync().AsTask();
        try
        {
            while (await _open.Reader.WaitToReadAsync(CancellationToken.None))
            {
                while (_open.Reader.TryRead(out var line))
                {
                    if (line.Receipt is not null)
                    {
                        if (!await next)
                            continue;
                        line = line with { Receipt = receipts.Current };
                        next = receipts.MoveNextAsync().AsTask();
                    }
                    yield return line;
                }
            }
            await next;
        }
        finally
        {
            // Whoever takes no more answers leaves a reader behind that waits for room.
            await abandoned.CancelAsync();
            await ending.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // The good lines go to the cluster, and all of them, in their order, to whoever answers them.
    private async IAsyncEnumerable<JobRequest> ReadAsync(
        Stream lines, CancellationToken stop, CancellationToken abandoned, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            await foreach (var line in new LineReader(lines, LongestLine).ReadAsync(stop))
            {
                if (!line.IsTooLong && line.Bytes.Span.Trim(" \t\r"u8).IsEmpty)
                    continue;
                var request = Read(line, out var problems);
                await _open.Writer.WriteAsync(new LineAnswer(line.Number, request is null ? null
                    : new JobReceipt(request.Id, []), problems), abandoned);
                if (request is not null)
                    yield return request;
            }
        }
        finally
        {
            _open.Writer.TryComplete();
        }
    }

    private JobRequest? Read(Line line, out IReadOnlyList<string> problems)
    {
        problems = [];
        try
        {
            return line.IsTooLong
                ? throw new UsageException($"the line has more than {LongestLine:N0} bytes; pass a reference to large data instead")
                : RequestLine.Read(line.Bytes, template);
        }
        catch (UsageException e)
        {
            problems = e.Problems;
            return null;
        }
    }
}
