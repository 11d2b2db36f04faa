using System.Text;
using Gristmill.Client.Output;
using Gristmill.Json;

namespace Gristmill.Client.Commands;

/// <summary>
/// Submits the jobs of a file, a line each, and answers every line in order. Lines are read as the cluster takes them, so a file
/// of any size needs the same memory.
/// </summary>
internal sealed class BulkSubmission(Session session, JobRequest template)
{
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
            await AnswerAsync(new LineSubmission(jobs, template).SubmitAsync(file, stop.Token));
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

    private async Task AnswerAsync(IAsyncEnumerable<LineAnswer> all)
    {
        await using var answers = all.GetAsyncEnumerator();
        while (await ReadyAsync(answers.MoveNextAsync().AsTask()))
        {
            Answer(answers.Current);
            _answered = answers.Current.Number;
        }
    }

    // Answers are written together as long as there are more at hand.
    private Task<bool> ReadyAsync(Task<bool> next)
    {
        if (!next.IsCompleted)
            Flush();
        return next;
    }

    private void Answer(LineAnswer line)
    {
        var isAccepted = line.Refusals.Count == 0;
        _accepted += isAccepted ? 1 : 0;
        _refused += isAccepted ? 0 : 1;
        _existing += line.Receipt is { Accepted: true, Existing: true } ? 1 : 0;
        if (session.Json)
            _answers.AppendLine(line.ToJson());
        else if (isAccepted)
            _answers.Append(line.Number).Append(' ').Append(line.Receipt!.Id).AppendLine();
        else
            Refuse(line);
    }

    private void Refuse(LineAnswer line)
    {
        Flush();
        foreach (var problem in line.Refusals)
            session.Error.Line(Failures.Prefix(Tone.Bad), $"line {line.Number}: {problem}");
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
            session.Error.Raw(JsonViews.Line(new SubmittedAll(_accepted, _existing, _refused)));
        else
            session.Say(string.Concat(
                Words.Count(_accepted, "job"), " accepted", _existing > 0 ? $" ({_existing:N0} there already)" : "", ", ",
                Words.Count(_refused, "line"), " refused"));
    }
}
