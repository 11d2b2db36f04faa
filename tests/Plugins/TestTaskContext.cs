namespace Gristmill.Plugins.Tests;

/// <summary>A job that a test plays: its log, its progress, and its cancellation are in the test's hands.</summary>
internal sealed class TestTaskContext : TaskContext, IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly List<string> _lines = [];
    private CancelReason? _reason;

    public TestTaskContext() => Log = new Lines(_lines);

    public IReadOnlyList<string> LogLines => _lines;

    public List<(double? Current, double? Total, string? Message)> Reports { get; } = [];

    public override Guid JobId { get; } = new("01900000-0000-7000-8000-000000000001");

    public override string TaskName => "sample.task";

    public override int Attempt => 3;

    public override CancelReason? CancelReason => _reason;

    public override CancellationToken CancellationToken => _cancel.Token;

    public override TaskLog Log { get; }

    public override TimeProvider Clock => TestClock;

    public StoppedClock TestClock { get; } = new();

    public override void Progress(double? current = null, double? total = null, string? message = null) => Reports.Add((current, total, message));

    public override Task<Guid> Submit(string task, params object?[] arguments) => throw new NotSupportedException("a test submits no jobs");

    public override string Folder => throw new NotSupportedException("a test has no folder");

    public override Task<Artifact> Keep(string name, Stream content) => throw new NotSupportedException("a test keeps nothing");

    public override Task<Stream> OpenKept(string name) => throw new NotSupportedException("a test keeps nothing");

    public void Cancel(CancelReason reason)
    {
        _reason = reason;
        _cancel.Cancel();
    }

    public void Dispose() => _cancel.Dispose();

    private sealed class Lines(List<string> lines) : TaskLog
    {
        public override void Write(TaskLogLevel level, string text) => lines.Add($"{level}: {text}");
    }
}

/// <summary>A clock whose timers go off only when the test says so.</summary>
internal sealed class StoppedClock : TimeProvider
{
    private readonly List<Timer> _timers = [];

    public List<TimeSpan> Waits { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Waits.Add(dueTime);
        var timer = new Timer(() => callback(state), _timers);
        _timers.Add(timer);
        return timer;
    }

    public void Ring() => _timers.ToList().ForEach(timer => timer.Ring());

    private sealed class Timer(Action ring, List<Timer> timers) : ITimer
    {
        public void Ring() => ring();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
