using Gristmill.Execution.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gristmill.Workers;

public sealed class RunLoggerTests : IAsyncLifetime
{
    private readonly List<string> _silosOwn = [];
    private readonly ServiceProvider _services;
    private TestRuns _runs = null!;

    public RunLoggerTests() => _services = new ServiceCollection()
        .AddLogging(logging => logging.AddProvider(new Lines(_silosOwn)))
        .AddRunLogging(LogLevel.Warning)
        .BuildServiceProvider();

    public async ValueTask InitializeAsync() => _runs = await TestRuns.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _runs.DisposeAsync();
    }

    [Fact]
    public async Task Inside_a_run_it_writes_to_the_log_of_the_job_alone()
    {
        var log = await _runs.LogOfAsync(async _ =>
        {
            var logger = _services.GetRequiredService<ILogger<RunLoggerTests>>();
            Assert.False(logger.IsEnabled(LogLevel.Trace));
            using (logger.BeginScope("a scope"))
                logger.LogTrace("trace");
            logger.LogDebug("debug");
            await Task.Yield();
            logger.LogInformation("information");
            logger.LogWarning("warning");
            logger.LogError("error");
            logger.LogCritical("critical");
        });

        const string Category = "Gristmill.Workers.RunLoggerTests";
        Assert.Equal(
            [
                $"Debug: {Category}: debug", $"Info: {Category}: information", $"Warning: {Category}: warning",
                $"Error: {Category}: error", $"Error: {Category}: critical",
            ],
            log);
        Assert.Empty(_silosOwn);
    }

    [Fact]
    public async Task An_exception_follows_its_message()
    {
        var log = await _runs.LogOfAsync(_ =>
        {
            new TaskServices(_services).GetRequiredService<ILogger>()
                .LogError(new InvalidOperationException("oh\nno"), "it failed");
            return Task.CompletedTask;
        });

        Assert.Equal(["Error: example.tasks.add: it failed", "Error: System.InvalidOperationException: oh", "Error: no"], log);
    }

    [Fact]
    public async Task Outside_of_runs_the_silo_logs_as_ever_from_its_level_on()
    {
        var logger = _services.GetRequiredService<ILogger<RunLoggerTests>>();
        logger.LogInformation("below the level");
        logger.LogWarning("before");
        await _runs.LogOfAsync(_ => Task.CompletedTask);
        logger.LogWarning("after");

        Assert.Equal(["before", "after"], _silosOwn);
    }

    private sealed class Lines(List<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Add(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
