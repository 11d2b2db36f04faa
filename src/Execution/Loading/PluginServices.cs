using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gristmill.Execution.Loading;

/// <summary>
/// What the constructors of one plugin's task classes are given: the plugin's own services, then the silo's. In a container that
/// goes with the plugin.
/// </summary>
internal sealed class PluginServices : IServiceProvider, IServiceScopeFactory, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ServiceProvider? _own;
    private readonly IServiceProvider _silo;

    public PluginServices(IServiceCollection own, IServiceProvider silo)
    {
        _silo = silo;
        if (own.Count == 0)
            return;
        // Not added by TryAdd: a plugin's services log to the jobs' logs like its tasks.
        if (silo.GetService(typeof(ILoggerFactory)) is ILoggerFactory loggers)
            own.AddSingleton(loggers).AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        _own = own.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public object? GetService(Type serviceType) =>
        serviceType == typeof(IServiceScopeFactory) ? this : _silo.GetService(serviceType);

    public IServiceScope CreateScope() => new Scope(_own?.CreateScope(), _silo);

    // The plugin's code: it may throw, or never end.
    public void Dispose()
    {
        try
        {
            if (_own is not null)
                Task.Run(async () => await _own.DisposeAsync()).Wait(Patience);
        }
        catch (AggregateException)
        {
            // What it could not give back goes with the process.
        }
    }

    /// <summary>The services of one run.</summary>
    private sealed class Scope(IServiceScope? own, IServiceProvider silo) : IServiceScope, IServiceProvider, IAsyncDisposable
    {
        public IServiceProvider ServiceProvider => this;

        public object? GetService(Type serviceType) =>
            own?.ServiceProvider.GetService(serviceType) ?? silo.GetService(serviceType);

        public void Dispose() => own?.Dispose();

        public ValueTask DisposeAsync() => own is IAsyncDisposable asynchronous ? asynchronous.DisposeAsync() : default;
    }
}
