using Gristmill.Plugins;
using Microsoft.Extensions.Logging;

namespace Gristmill.Execution.Runs;

/// <summary>
/// Takes what a run logs through an <see cref="ILogger"/> to the log of its job, from level Debug: the category, the message, and
/// the exception below it.
/// </summary>
internal sealed class RunLoggerProvider : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new RunLogger(categoryName);

    public void Dispose()
    {
    }

    private sealed class RunLogger(string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) =>
            logLevel is >= LogLevel.Debug and < LogLevel.None && RunLog.Current is not null;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel) || RunLog.Current is not { } log)
                return;
            var text = $"{category}: {formatter(state, exception)}";
            log.Write(LevelOf(logLevel), exception is null ? text : $"{text}\n{ExceptionTree.Text(exception)}");
        }

        private static TaskLogLevel LevelOf(LogLevel level) => level switch
        {
            <= LogLevel.Debug => TaskLogLevel.Debug,
            LogLevel.Information => TaskLogLevel.Info,
            LogLevel.Warning => TaskLogLevel.Warning,
            _ => TaskLogLevel.Error,
        };
    }
}
