using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gristmill.Embedded;

/// <summary>How the node comes and goes.</summary>
internal sealed partial class Node
{
    private static readonly DateTimeOffset GenerationEpoch = new(2022, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan PeerPatience = TimeSpan.FromSeconds(2);
    private FailureDetector? _detector;

    /// <summary>Takes the silo's name, tells the others and is active.</summary>
    public async Task StartSilo()
    {
        var options = (EmbeddedSiloOptions)Options;
        if (options.SiloName.Length is 0 or > 64 || !options.SiloName.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            throw new ArgumentException($"'{options.SiloName}' is no silo name: 1 to 64 letters, digits, '-', '_' and '.' are.");
        Status = SiloStatus.Joining;
        Self = await _folder.TakeName(options.SiloName, (int)(TimeProvider.System.GetUtcNow() - GenerationEpoch).TotalSeconds);
        try
        {
            Peers.Listen();
            Membership.Refresh();
            await HearFromPeers();
            Status = SiloStatus.Active;
            _folder.Publish(new(Self, Id, SiloStatus.Active, Catalog!.HostedGrains));
            Membership.Refresh();
            await TellPeers();
            Membership.StartPolling();
            _detector = new(this, _folder, options.PeerTimeout, Logger);
            _detector.Start();
        }
        catch
        {
            Kill();
            throw;
        }
    }

    /// <summary>Lets go of the grains, gives back the name and leaves.</summary>
    /// <param name="cancellationToken">Cancelled when there is no more time for the grains to deactivate.</param>
    public async Task StopSilo(CancellationToken cancellationToken)
    {
        if (Status != SiloStatus.Active)
        {
            Kill();
            return;
        }

        Status = SiloStatus.ShuttingDown;
        _folder.PublishStopping(Self!);
        Membership.Refresh();
        await TellPeers();
        await DeactivateAll(((EmbeddedSiloOptions)Options).DeactivationTimeout, cancellationToken);
        Status = SiloStatus.Stopping;
        await _detector!.DisposeAsync();
        await Membership.DisposeAsync();
        await HearFromPeers();
        await _folder.Leave(Self!);
        await TellPeers();
        Close("This silo has stopped.");
    }

    /// <summary>Finds the silos.</summary>
    /// <exception cref="SiloUnavailableException">None lives.</exception>
    public async Task StartClient()
    {
        if (Membership.Refresh().Members.Count == 0)
            throw new SiloUnavailableException(
                $"No silo is running in '{Path.GetFullPath(Options.DataFolder)}'. Start one, or name another data folder.");
        Status = SiloStatus.Joining;
        Peers.Listen();
        await HearFromPeers();
        if (!Peers.All.Any(c => c.IsOpen))
        {
            Close("This client could not connect.");
            throw new SiloUnavailableException($"No silo in '{Path.GetFullPath(Options.DataFolder)}' answers.");
        }

        Status = SiloStatus.Active;
        Membership.StartPolling();
    }

    public async Task StopClient()
    {
        await Membership.DisposeAsync();
        Close("This client has stopped.");
    }

    /// <summary>Cuts the node off as the death of its process would: nothing is said to anybody, and no grain runs on.</summary>
    public void Kill()
    {
        if (Status == SiloStatus.Dead)
            return;
        Killed = true;
        _detector?.Stop();
        Membership.Stop();
        _folder.Unlock();
        Close("This silo was cut off from the cluster.");
    }

    public void OnVotedOut()
    {
        LogVotedOut(Logger, Name);
        Kill();
        Services.GetService<IHostApplicationLifetime>()?.StopApplication();
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        return ValueTask.CompletedTask;
    }

    private void Close(string reason)
    {
        Status = SiloStatus.Dead;
        Catalog?.Dispose();
        Peers.Dispose();
        Pending.Close(reason);
        Pending.Dispose();
    }

    private async Task DeactivateAll(TimeSpan patience, CancellationToken cancellationToken)
    {
        // Calls under way may activate grains while others are already gone: until nothing is left.
        var limit = Task.Delay(patience, Clock, cancellationToken);
        while (!Catalog!.IsEmpty && !limit.IsCompleted)
            await Task.WhenAny(Catalog.DeactivateAll(), limit);
    }

    /// <summary>Tells the others to look at the folder, and waits until they have.</summary>
    private Task TellPeers()
    {
        foreach (var peer in Peers.All)
            peer.SendMembershipChanged();
        return HearFromPeers();
    }

    /// <summary>Waits until the others have handled what was sent to them. Does not wait long for one that hangs.</summary>
    private async Task HearFromPeers()
    {
        try
        {
            await Task.WhenAll(Peers.All.Select(p => p.RoundTrip())).WaitAsync(PeerPatience, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            LogNoAnswer(Logger, PeerPatience);
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Silo} did not answer the other silos, which voted it out. It stops")]
    private static partial void LogVotedOut(ILogger logger, string silo);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Some process of the cluster did not answer within {Patience}")]
    private static partial void LogNoAnswer(ILogger logger, TimeSpan patience);
}
