using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using Gristmill.Client.Input;
using Gristmill.Client.Output;

namespace Gristmill.Client.Commands;

/// <summary>
/// Submits the jobs of a file, a line each, and answers every line in order. Lines are read as the cluster takes them, so a file of any
/// size needs the same memory.
/// </summary>
internal sealed class BulkSubmission(Session session, JobRequest template)
{
    /// <summary>The longest line, in bytes: room for arguments and meta at their limits, with every character escaped.</summary>
    private const int LongestLine = 8 << 20;

    /// <summary>Lines that have been read and not answered yet.</summary>
    private readonly Channel<Entry> _open = Channel.CreateBounded<Entry>(2 * Limits.BatchJobs);

    private readonly StringBuilder _answers = new();
    private long _accepted;
    private long _existing;
    private long _refused;
    private long _answered;

    /// <summary>Submits all lines up to the end, or to the first Ctrl-C.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(JobClient jobs, Stream file)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(session.Interrupts.Leaving);
        session.Interrupts.TakeFirst(stop.Cancel);
        session.Farewell = "left; lines that have not been answered may have been accepted";
        try
        {
            await AnswerAsync(jobs.SubmitManyAsync(ReadAsync(file, stop.Token)));
        }
        catch
        {
            session.Say($"line {_answered + 1:N0} and those behind it have not been answered, and may have been accepted; with ids of their own, lines can be sent again");
            throw;
        }
        finally
        {
            Flush();
            Summarize();
        }
        return stop.IsCancellationRequested ? ExitCodes.Left : _refused > 0 ? ExitCodes.Refused : ExitCodes.Success;
    }

    // The good lines go to the cluster, and all of them, in their order, to whoever answers them.
    private async IAsyncEnumerable<JobRequest> ReadAsync(Stream file, [EnumeratorCancellation] CancellationToken stop)
    {
        try
        {
            await foreach (var line in new LineReader(file, LongestLine).ReadAsync(stop))
            {
                if (!line.IsTooLong && line.Bytes.Span.Trim(" \t\r"u8).IsEmpty)
                    continue;
                var request = Read(line, out var problems);
                await _open.Writer.WriteAsync(new Entry(line.Number, problems), CancellationToken.None);
                if (request is not null)
                    yield return request;
            }
        }
        finally
        {
            _open.Writer.Complete();
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

    private async Task AnswerAsync(IAsyncEnumerable<JobReceipt> all)
    {
        await using var receipts = all.GetAsyncEnumerator();
        // Asked for before it is needed: this is what sets the reading in motion.
        var next = receipts.MoveNextAsync().AsTask();
        while (await ReadyAsync(_open.Reader.WaitToReadAsync().AsTask()))
        {
            while (_open.Reader.TryRead(out var line))
            {
                if (line.Problems.Count > 0)
                {
                    Refuse(line.Number, line.Problems);
                }
                else if (await ReadyAsync(next))
                {
                    Answer(line.Number, receipts.Current);
                    next = receipts.MoveNextAsync().AsTask();
                }
                _answered = line.Number;
            }
        }
        await next;
    }

    // Answers are written together as long as there are more at hand.
    private Task<bool> ReadyAsync(Task<bool> next)
    {
        if (!next.IsCompleted)
            Flush();
        return next;
    }

    private void Answer(long line, JobReceipt receipt)
    {
        if (!receipt.Accepted)
        {
            Refuse(line, receipt.Problems);
            return;
        }
        _accepted++;
        _existing += receipt.Existing ? 1 : 0;
        if (session.Json)
            _answers.AppendLine(Json.Line(new SubmittedLine(line, receipt.Id, receipt.Existing)));
        else
            _answers.Append(line).Append(' ').Append(receipt.Id).AppendLine();
    }

    private void Refuse(long line, IReadOnlyList<string> problems)
    {
        _refused++;
        if (session.Json)
        {
            _answers.AppendLine(Json.Line(new RefusedLine(line, new(string.Join('\n', problems), problems))));
            return;
        }
        Flush();
        foreach (var problem in problems)
            session.Error.Line(Failures.Prefix(Tone.Bad), $"line {line}: {problem}");
    }

    private void Flush()
    {
        if (_answers.Length > 0)
            session.Out.Writer.Write(_answers);
        _answers.Clear();
    }

    private void Summarize()
    {
        if (session.Json)
            session.Error.Raw(Json.Line(new SubmittedAll(_accepted, _existing, _refused)));
        else
            session.Say(string.Concat(
                Words.Count(_accepted, "job"), " accepted", _existing > 0 ? $" ({_existing:N0} there already)" : "", ", ",
                Words.Count(_refused, "line"), " refused"));
    }

    private readonly record struct Entry(long Number, IReadOnlyList<string> Problems);
}
