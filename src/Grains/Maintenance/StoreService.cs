using Gristmill.Jobs;
using Microsoft.Extensions.Hosting;

namespace Gristmill.Grains.Maintenance;

/// <summary>Opens the store before anything may ask it.</summary>
public sealed class StoreService(IJobStore store) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => store.OpenAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
