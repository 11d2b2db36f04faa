using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gristmill.Execution.Runs;

/// <summary>
/// What the constructors of task classes are given: an <see cref="ILogger{T}"/>, or an <see cref="ILogger"/> in the task's name,
/// and the silo's services. The container would remember every type that it is asked for, and so keep the memory of an unloaded
/// plugin: it is not asked for those of plugins.
/// </summary>
public sealed class TaskServices(IServiceProvider silo) : IServiceProvider
{
    public object? GetService(Type serviceType)
    {
        if (serviceType == typeof(ILogger))
            return Loggers.CreateLogger(RunLog.Current?.Task ?? "task");
        if (!serviceType.IsCollectible)
            return silo.GetService(serviceType);
        return serviceType.IsConstructedGenericType && serviceType.GetGenericTypeDefinition() == typeof(ILogger<>)
            ? Activator.CreateInstance(typeof(Logger<>).MakeGenericType(serviceType.GenericTypeArguments), Loggers)
            : null;
    }

    private ILoggerFactory Loggers => silo.GetRequiredService<ILoggerFactory>();
}
