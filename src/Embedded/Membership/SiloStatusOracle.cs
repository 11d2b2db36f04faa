using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Gristmill.Embedded;

/// <inheritdoc/>
internal sealed class SiloStatusOracle : ISiloStatusOracle, ILocalSiloDetails
{
    private readonly Node _node;
    private readonly EmbeddedSiloOptions _options;
    private readonly ConcurrentDictionary<ISiloStatusListener, bool> _listeners = new();

    public SiloStatusOracle(Node node, EmbeddedSiloOptions options)
    {
        _node = node;
        _options = options;
        node.Membership.StatusChanged += (silo, status) =>
        {
            foreach (var listener in _listeners.Keys)
                listener.SiloStatusChangeNotification(silo, status);
        };
    }

    public SiloStatus CurrentStatus => _node.Status;

    public string SiloName => _options.SiloName;

    public string Name => _options.SiloName;

    public string ClusterId => _options.ClusterId;

    public SiloAddress SiloAddress => _node.Self ?? throw new InvalidOperationException("The silo has no address before its host starts.");

    public SiloStatus GetApproximateSiloStatus(SiloAddress siloAddress) =>
        siloAddress.Equals(_node.Self) ? CurrentStatus : _node.Membership.StatusOf(siloAddress);

    public Dictionary<SiloAddress, SiloStatus> GetApproximateSiloStatuses(bool onlyActive = false) =>
        _node.Membership.Statuses().Where(s => !onlyActive || s.Value == SiloStatus.Active).ToDictionary();

    public bool IsDeadSilo(SiloAddress silo) => GetApproximateSiloStatus(silo) == SiloStatus.Dead;

    public bool TryGetSiloName(SiloAddress siloAddress, [NotNullWhen(true)] out string? siloName)
    {
        siloName = _node.Membership.Statuses().ContainsKey(siloAddress) ? siloAddress.Name : null;
        return siloName is not null;
    }

    public bool SubscribeToSiloStatusEvents(ISiloStatusListener observer) => _listeners.TryAdd(observer, true);

    public bool UnSubscribeFromSiloStatusEvents(ISiloStatusListener observer) => _listeners.TryRemove(observer, out _);
}
