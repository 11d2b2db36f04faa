using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Gristmill.Embedded;

/// <summary>
/// Keeps this process's view of the silos current: looks at the folder now and then, and at once when something happens.
/// </summary>
internal sealed partial class Membership(Node node, MembershipFolder folder) : ISiloStatusOracle
{
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(250);
    private readonly Lock _gate = new();
    private readonly Dictionary<SiloAddress, SiloStatus> _seen = [];
    private readonly ConcurrentDictionary<ISiloStatusListener, bool> _listeners = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _loops = [];
    private volatile ClusterView _view = ClusterView.Empty;

    public ClusterView View => _view;

    public SiloStatus CurrentStatus => node.Status;

    public SiloAddress SiloAddress => node.SiloAddress;

    /// <summary>Looks at the folder from now on; a silo also pings the others.</summary>
    public void Start()
    {
        _loops.Add(Task.Run(() => Every(PollPeriod, Poll)));
        if (node.Options is EmbeddedSiloOptions options)
        {
            var detector = new FailureDetector(node, folder, options.PeerTimeout);
            _loops.Add(Task.Run(() => Every(detector.Period, detector.PingAll)));
        }
    }

    public Task Stop()
    {
        _stop.Cancel();
        return Task.WhenAll(_loops);
    }

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
            foreach (var (silo, status) in _seen.Where(s => s.Value != SiloStatus.Dead && members.All(m => m.Address != s.Key)))
                changes.Add((silo, SiloStatus.Dead));
            if (changes.Count == 0)
                return _view;
            foreach (var (silo, status) in changes)
                _seen[silo] = status;
            (before, _view) = (_view, view = new ClusterView(members));
        }

        foreach (var (silo, status) in changes)
        {
            LogStatus(node.Logger, silo, status);
            foreach (var listener in _listeners.Keys)
                listener.SiloStatusChangeNotification(silo, status);
        }

        node.OnViewChanged(before, view);
        return view;
    }

    public SiloStatus GetApproximateSiloStatus(SiloAddress siloAddress)
    {
        if (siloAddress == node.Self)
            return node.Status;
        lock (_gate)
        {
            if (_seen.TryGetValue(siloAddress, out var known))
                return known;
        }

        return Refresh().Find(siloAddress)?.Status ?? SiloStatus.Dead;
    }

    public Dictionary<SiloAddress, SiloStatus> GetApproximateSiloStatuses(bool onlyActive = false)
    {
        lock (_gate)
            return _seen.Where(s => !onlyActive || s.Value == SiloStatus.Active).ToDictionary();
    }

    public bool IsDeadSilo(SiloAddress silo) => GetApproximateSiloStatus(silo) == SiloStatus.Dead;

    public bool SubscribeToSiloStatusEvents(ISiloStatusListener observer) => _listeners.TryAdd(observer, true);

    public bool UnSubscribeFromSiloStatusEvents(ISiloStatusListener observer) => _listeners.TryRemove(observer, out _);

    /// <summary>The connection to a silo ended. Its lock tells whether it died; it may give that back a little later.</summary>
    public async Task OnConnectionLost(string nodeId)
    {
        for (var i = 0; i < 10 && !_stop.IsCancellationRequested && Refresh().Members.Any(m => m.NodeId == nodeId); i++)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
    }

    private bool IsSurelyAlive(Member member) => member.NodeId == node.Id || node.Peers.IsConnected(member.NodeId);

    private Task Poll()
    {
        node.ConnectTo(Refresh());
        if (node.Self is { } self && folder.IsVotedOut(self))
            node.OnVotedOut();
        return Task.CompletedTask;
    }

    private async Task Every(TimeSpan period, Func<Task> work)
    {
        using var timer = new PeriodicTimer(period, TimeProvider.System);
        using var stop = _stop.Token.Register(timer.Dispose);
        while (await timer.WaitForNextTickAsync())
        {
            try
            {
                await work();
            }
            catch (Exception e)
            {
                LogFailed(node.Logger, e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Silo {Silo} is {Status}")]
    private static partial void LogStatus(ILogger logger, SiloAddress silo, SiloStatus status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The membership folder could not be read or written")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
