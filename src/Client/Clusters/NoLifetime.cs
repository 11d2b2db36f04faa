using Microsoft.Extensions.Hosting;

namespace Gristmill.Client.Clusters;

/// <summary>For hosts inside the console, which hears signals itself.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
