using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gristmill.Execution.Runs;

/// <summary>Adds <see cref="RunLoggerProvider"/> to a silo.</summary>
public static class RunLogging
{
    /// <summary>
    /// Inside a run the job's log is the only one that is written; outside, the silo's own loggers write from its level on.
    /// </summary>
    public static IServiceCollection AddRunLogging(this IServiceCollection services, LogLevel level)
    {
        services.AddLogging(logging => logging
            .AddProvider(new RunLoggerProvider())
            .AddFilter<RunLoggerProvider>(null, LogLevel.Trace));
        services.Configure<LoggerFilterOptions>(filters => filters.Rules.Add(new LoggerFilterRule(
            providerName: null, categoryName: null, level, (_, _, _) => RunLog.Current is null)));
        return services;
    }
}
