using Microsoft.Extensions.Logging;

namespace Gristmill.Plugins.Testing;

/// <summary>The job as a task sees it in a harness.</summary>
internal sealed class HarnessContext(TaskHarness harness) : TaskContext
{
    public override Guid JobId { get; } = Guid.CreateVersion7();

    public override string TaskName => "harness.task";

    public override int Attempt => harness.Attempt;

    public override CancelReason? CancelReason => harness.Reason;

    public override CancellationToken CancellationToken => harness.Stopping;

    public override TaskLog Log { get; } = new HarnessLog(harness);

    public override TimeProvider Clock => harness.Clock;

    public override string Folder => harness.Folder;

    public override void Progress(double? current = null, double? total = null, string? message = null) => harness.Report(current, total, message);

    public override Task<Guid> Submit(string task, params object?[] arguments)
    {
        var child = new ChildJob(Guid.CreateVersion7(), task, [.. arguments]);
        harness.Add(child);
        return Task.FromResult(child.Id);
    }

    public override async Task<Artifact> SaveArtifact(string name, Stream content)
    {
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy);
        harness.Keep(name, copy.ToArray());
        return new Artifact(JobId, name, copy.Length);
    }

    public override Task<Stream> OpenArtifact(string name) => harness.Find(name) is { } content
        ? Task.FromResult<Stream>(new MemoryStream(content, writable: false))
        : throw new FileNotFoundException($"the job has no artifact \"{name}\"; TaskHarness.{nameof(TaskHarness.Upload)} gives it one");
}

internal sealed class HarnessLog(TaskHarness harness) : TaskLog
{
    public override void Write(TaskLogLevel level, string text)
    {
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
            harness.Add(new LogLine(level, line));
    }
}

/// <summary>Loggers that write to the log of the job, as a silo's do.</summary>
internal sealed class HarnessLoggers(TaskLog log) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new HarnessLogger(log, categoryName);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    private sealed class HarnessLogger(TaskLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Debug and < LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            var text = $"{category}: {formatter(state, exception)}";
            log.Write(LevelOf(logLevel), exception is null ? text : $"{text}\n{exception}");
        }

        private static TaskLogLevel LevelOf(LogLevel level) => level switch
        {
            LogLevel.Debug => TaskLogLevel.Debug,
            LogLevel.Information => TaskLogLevel.Info,
            LogLevel.Warning => TaskLogLevel.Warning,
            _ => TaskLogLevel.Error,
        };
    }
}
