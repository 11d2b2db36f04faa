using Gristmill.Grains;
using Microsoft.Extensions.Hosting;
using Microsoft.Win32.SafeHandles;

namespace Gristmill.Hosting.Clustering;

/// <summary>Holds the silo's name from before Orleans starts until after it has stopped.</summary>
internal sealed class SiloClaim(ClusterFile file, ClusterSecret secret, SiloOptions options) : IHostedService, IDisposable
{
    private SafeFileHandle? _name;

    public async Task StartAsync(CancellationToken cancellationToken) =>
        _name = await Task.Run(() => Claim(), cancellationToken);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _name, null) is { } held)
            await Task.Run(() => file.LeaveName(options.Name, held), CancellationToken.None);
    }

    private SafeFileHandle Claim() => file.Transact(rows =>
    {
        secret.Make();
        return file.TakeName(options.Name, rows);
    });

    public void Dispose() => _name?.Dispose();
}
