using Microsoft.Extensions.Logging;

namespace Gristmill.Plugins.Testing;

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
