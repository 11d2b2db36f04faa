using System.Text;
using Gristmill.Plugins;

namespace Gristmill.Execution.Runs;

/// <summary>
/// What one run logs, by whatever way: <see cref="TaskContext.Log"/>, an ILogger, the console. Keeps the lines in order, cuts
/// those that are too long, and drops, counts and finally reports those that are too many. It never waits for the store.
/// </summary>
public sealed class RunLog(JobRun run, IRunHost host, RunOptions limits) : TaskLog
{
    private static readonly AsyncLocal<RunLog?> Flow = new(change =>
    {
        if (change is { ThreadContextChanged: true, CurrentValue: { } log })
            TaskThreads.Note(log);
    });

    private readonly Lock _gate = new();
    private PrintedLines? _output, _errors;
    private int _lines;
    private long _bytes;
    private bool _full;
    private volatile bool _ended;
    private bool _hasUncaught;
    private Missing _beyondLimit, _tooFast;

    /// <summary>
    /// The log of the run that the calling code belongs to: it flows with every await, task, thread and timer that the run
    /// starts.
    /// </summary>
    public static RunLog? Current => Flow.Value is { _ended: false } log ? log : null;

    /// <summary>The same, also when the run has ended.</summary>
    public static RunLog? OfThisFlow => Flow.Value;

    /// <summary>The full name of the task that logs.</summary>
    public string Task => run.Request.Task;

    /// <summary>Whose log it is, for the silo's.</summary>
    public string Owner => run.Name;

    /// <summary>Makes this the log of the calling flow, until the calling async method returns.</summary>
    public void Enter() => Flow.Value = this;

    /// <summary>
    /// Takes the calling flow out of its run, until the calling async method returns: what follows is the platform's own work.
    /// </summary>
    public static void Leave() => Flow.Value = null;

    /// <summary>Adds lines. What is written after the run's end is not kept.</summary>
    public override void Write(TaskLogLevel level, string text)
    {
        lock (_gate)
        {
            if (_ended)
                return;
            foreach (var line in text.AsSpan().TrimEnd("\r\n").EnumerateLines())
                Add(level, line, gone: 0);
        }
    }

    /// <summary>Takes what the run prints; false when it has ended, and the text is not its.</summary>
    public bool Print(ReadOnlySpan<char> text, bool isError)
    {
        lock (_gate)
        {
            if (_ended)
                return false;
            (isError ? _errors ??= Lines(TaskLogLevel.Error) : _output ??= Lines(TaskLogLevel.Info)).Print(text);
            return true;
        }
    }

    /// <summary>Adds an exception that nobody caught, also behind the run's end. Answers whether it is the run's first.</summary>
    public bool AddUncaught(JobError error)
    {
        lock (_gate)
        {
            Add(TaskLogLevel.Error, "An exception that nobody caught, in a thread, a timer or an async void of the task:",
                gone: 0);
            foreach (var line in Failure.Lines(error))
                Add(TaskLogLevel.Error, line, gone: 0);
            return !_hasUncaught && (_hasUncaught = true);
        }
    }

    /// <summary>
    /// Ends the log: adds the lines that were begun, says what is missing, and last, whatever the limits, what the run failed of.
    /// </summary>
    public void End(JobError? failure = null)
    {
        ConsoleCapture.Restore();
        lock (_gate)
        {
            if (_ended)
                return;
            _output?.End();
            _errors?.End();
            ReportTooFast(always: true);
            if (_beyondLimit.Any)
                Mark(TaskLogLevel.Warning, LogText.Missing(_beyondLimit, $"the job's log limit is {Limit}"));
            foreach (var line in failure is null ? [] : Failure.Lines(failure))
                Mark(TaskLogLevel.Error, LogText.Cut(line, limits.LogLineBytes, gone: 0));
            _ended = true;
        }
    }

    private string Limit => $"{limits.LogLines:N0} lines or {limits.LogBytes:N0} bytes a run";

    private PrintedLines Lines(TaskLogLevel level) => new(limits.LogLineBytes, (line, gone) => Add(level, line, gone));

    private void Add(TaskLogLevel level, ReadOnlySpan<char> line, long gone)
    {
        if (_full)
        {
            _beyondLimit = _beyondLimit.With(Encoding.UTF8.GetByteCount(line) + gone);
            return;
        }
        var text = LogText.Cut(line, limits.LogLineBytes, gone);
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (_lines == limits.LogLines || _bytes + bytes > limits.LogBytes)
        {
            // Said at once, for those who follow; how much is missing is said at the end.
            _full = true;
            Mark(TaskLogLevel.Warning, $"… the job's log is full ({Limit}): what follows is dropped");
            Add(level, line, gone);
        }
        else if (ReportTooFast() && host.TryWriteLog(level, text, bytes, always: false))
        {
            _lines++;
            _bytes += bytes;
        }
        else
        {
            _tooFast = _tooFast.With(bytes);
        }
    }

    // Stands where the lines are missing.
    private bool ReportTooFast(bool always = false)
    {
        if (!_tooFast.Any)
            return true;
        if (!Mark(TaskLogLevel.Warning, LogText.Missing(_tooFast, "they came faster than they could be stored"), always))
            return false;
        _tooFast = default;
        return true;
    }

    private bool Mark(TaskLogLevel level, string text, bool always = true) =>
        host.TryWriteLog(level, text, Encoding.UTF8.GetByteCount(text), always);
}
