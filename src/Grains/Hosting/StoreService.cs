using Gristmill.Storage;
using Microsoft.Extensions.Hosting;

namespace Gristmill.Hosting;

/// <summary>Opens the store before anything may ask it.</summary>
internal sealed class StoreService(IJobStore store) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => store.OpenAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
