using Microsoft.Extensions.Logging;

namespace Gristmill.Embedded;

/// <summary>Keeps this process's view of the silos current: looks at the folder now and then, and at once when something happens.</summary>
internal sealed partial class Membership(Node node, MembershipFolder folder, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(250);
    private readonly Lock _gate = new();
    private readonly Dictionary<SiloAddress, SiloStatus> _seen = [];
    private readonly CancellationTokenSource _stop = new();
    private Task _polling = Task.CompletedTask;
    private volatile ClusterView _view = ClusterView.Empty;

    public ClusterView View => _view;

    /// <summary>A silo got a new status. Raised outside of locks, in no particular order if several threads find changes.</summary>
    public event Action<SiloAddress, SiloStatus>? StatusChanged;

    /// <summary>The view changed.</summary>
    public event Action<ClusterView, ClusterView>? Changed;

    public void StartPolling() => _polling = Task.Run(Poll);

    /// <summary>Looks at the folder.</summary>
    public ClusterView Refresh()
    {
        var changes = new List<(SiloAddress Silo, SiloStatus Status)>();
        ClusterView before, view;
        lock (_gate)
        {
            var members = folder.Exists ? folder.Scan(_view, IsSurelyAlive) : [];
            foreach (var member in members.Where(m => _seen.GetValueOrDefault(m.Address) != m.Status))
                changes.Add((member.Address, member.Status));
            foreach (var (silo, status) in _seen.Where(s => s.Value != SiloStatus.Dead && members.All(m => !m.Address.Equals(s.Key))))
                changes.Add((silo, SiloStatus.Dead));
            if (changes.Count == 0)
                return _view;
            foreach (var (silo, status) in changes)
                _seen[silo] = status;
            (before, _view) = (_view, view = new ClusterView(members));
        }

        foreach (var (silo, status) in changes)
        {
            LogStatus(logger, silo, status);
            StatusChanged?.Invoke(silo, status);
        }

        Changed?.Invoke(before, view);
        return view;
    }

    /// <summary>The status of the silo; dead for good if nobody of that address is in the folder.</summary>
    public SiloStatus StatusOf(SiloAddress silo)
    {
        lock (_gate)
        {
            if (_seen.TryGetValue(silo, out var known))
                return known;
        }

        return Refresh().Find(silo)?.Status ?? SiloStatus.Dead;
    }

    public Dictionary<SiloAddress, SiloStatus> Statuses()
    {
        lock (_gate)
            return new(_seen);
    }

    /// <summary>The connection to a silo ended. Its lock tells whether it died; a dying process may give that back a little later.</summary>
    public async Task OnConnectionLost(string nodeId)
    {
        for (var i = 0; i < 10 && !_stop.IsCancellationRequested && TryRefresh().Members.Any(m => m.NodeId == nodeId); i++)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
    }

    public void Stop() => _stop.Cancel();

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _polling;
    }

    private bool IsSurelyAlive(Member member) => member.NodeId == node.Id || node.Peers.IsConnected(member.NodeId);

    private async Task Poll()
    {
        using var timer = new PeriodicTimer(PollPeriod, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                node.ConnectTo(TryRefresh());
                if (node.Self is { } self && folder.IsVotedOut(self))
                    node.OnVotedOut();
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private ClusterView TryRefresh()
    {
        try
        {
            return Refresh();
        }
        catch (Exception e)
        {
            LogRefreshFailed(logger, e);
            return _view;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Silo {Silo} is {Status}")]
    private static partial void LogStatus(ILogger logger, SiloAddress silo, SiloStatus status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The membership folder could not be read")]
    private static partial void LogRefreshFailed(ILogger logger, Exception error);
}
