using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gristmill.Embedded;

/// <summary>How the node comes and goes.</summary>
internal sealed partial class Node
{
    private static readonly TimeSpan PeerPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(20);

    public Task StartAsync(CancellationToken cancellationToken) => Catalog is null ? StartClient() : StartSilo();

    /// <summary>Leaves in good order, or at once if there is no time for that.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Status != SiloStatus.Active || cancellationToken.IsCancellationRequested)
            Kill();
        else if (Catalog is not null)
            await StopSilo(cancellationToken);
        else
            Close("This client has stopped.");
    }

    /// <summary>Takes the silo's name, tells the others and is active.</summary>
    private async Task StartSilo()
    {
        var name = ((EmbeddedSiloOptions)Options).SiloName;
        if (name.Length is 0 or > 64 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            throw new ArgumentException($"'{name}' is no silo name: 1 to 64 letters, digits, '-', '_' and '.' are.");
        Status = SiloStatus.Joining;
        Self = await _folder.TakeName(name);
        try
        {
            Peers.Listen();
            Membership.Refresh();
            await HearFromPeers();
            Status = SiloStatus.Active;
            _folder.Publish(new(Self, Id, SiloStatus.Active, Catalog!.HostedGrains));
            Membership.Refresh();
            await TellPeers();
            Membership.Start();
        }
        catch
        {
            Kill();
            throw;
        }
    }

    /// <summary>Lets go of the grains, gives back the name and leaves.</summary>
    /// <param name="cancellationToken">Cancelled when there is no more time for the grains to deactivate.</param>
    private async Task StopSilo(CancellationToken cancellationToken)
    {
        Status = SiloStatus.ShuttingDown;
        _folder.PublishStopping(Self!);
        Membership.Refresh();
        await TellPeers();
        await DeactivateAll(cancellationToken);
        Status = SiloStatus.Stopping;
        await Membership.Stop();
        await HearFromPeers();
        await _folder.Leave(Self!);
        await TellPeers();
        Close("This silo has stopped.");
    }

    /// <summary>Finds the silos.</summary>
    /// <exception cref="SiloUnavailableException">None lives.</exception>
    private async Task StartClient()
    {
        if (Membership.Refresh().Members.Count == 0)
            throw new SiloUnavailableException(
                $"No silo is running in '{Path.GetFullPath(Options.DataFolder)}'. Start one, or name another data folder.");
        Status = SiloStatus.Joining;
        Peers.Listen();
        await HearFromPeers();
        if (!await IsConnected())
        {
            Close("This client could not connect.");
            throw new SiloUnavailableException($"No silo in '{Path.GetFullPath(Options.DataFolder)}' answers.");
        }

        Status = SiloStatus.Active;
        Membership.Start();
    }

    /// <summary>Cuts the node off as the death of its process would: nothing is said to anybody, and no grain runs on.</summary>
    public void Kill()
    {
        if (Status == SiloStatus.Dead)
            return;
        Killed = true;
        _folder.Unlock();
        Close("This silo was cut off from the cluster.");
    }

    public void OnVotedOut()
    {
        LogVotedOut(Logger, SiloAddress);
        Kill();
        Services.GetService<IHostApplicationLifetime>()?.StopApplication();
    }

    public void Dispose() => Kill();

    private void Close(string reason)
    {
        Status = SiloStatus.Dead;
        _ = Membership.Stop();
        Catalog?.Dispose();
        Peers.Dispose();
        Pending.Close(reason);
        Pending.Dispose();
    }

    private async Task DeactivateAll(CancellationToken cancellationToken)
    {
        // Calls under way may activate grains while others are already gone: until nothing is left.
        var limit = Task.Delay(Catalog.DeactivationTimeout, Clock, cancellationToken);
        while (Catalog!.Count > 0 && !limit.IsCompleted)
            await Task.WhenAny(Catalog.DeactivateAll(), limit);
    }

    /// <summary>Tells the others to look at the folder, and waits until they have.</summary>
    private Task TellPeers()
    {
        foreach (var peer in Peers.All)
            peer.Send(FrameKind.MembershipChanged);
        return HearFromPeers();
    }

    /// <summary>Waits until the others have handled what was sent to them. Does not wait long for one that hangs.</summary>
    private async Task HearFromPeers() => await Task.WhenAny(
        Task.WhenAll(Peers.All.Select(p => p.RoundTrip())), Task.Delay(PeerPatience, TimeProvider.System));

    /// <summary>Whether a connection is open; waits for the first one as long as one may still be coming up.</summary>
    private async Task<bool> IsConnected()
    {
        var limit = Task.Delay(FirstPatience, TimeProvider.System);
        while (!limit.IsCompleted && !Peers.All.Any(p => p.IsOpen) && Peers.All.Any())
            await Task.WhenAny(Peers.All.Select(p => p.RoundTrip()).Append(limit));
        return Peers.All.Any(p => p.IsOpen);
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Silo} did not answer the other silos, which voted it out. It stops")]
    private static partial void LogVotedOut(ILogger logger, SiloAddress silo);
}
