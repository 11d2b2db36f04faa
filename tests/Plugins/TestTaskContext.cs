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

    public override FakeTimeProvider Clock { get; } = new();

    public override void Progress(double? current = null, double? total = null, string? message = null) =>
        Reports.Add((current, total, message));

    public override Task<Guid> Submit(string task, params object?[] arguments) =>
        throw new NotSupportedException("a test submits no jobs");

    public override string Folder => throw new NotSupportedException("a test has no folder");

    public override Task<Artifact> SaveArtifact(string name, Stream content) =>
        throw new NotSupportedException("a test keeps nothing");

    public override Task<Stream> OpenArtifact(string name) => throw new NotSupportedException("a test keeps nothing");

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
