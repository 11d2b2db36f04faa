using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gristmill.Embedded;

/// <summary>
/// This process in the cluster: it knows who is there, and brings each request to where it runs. A silo is a node with a catalog.
/// </summary>
internal sealed partial class Node : IHostedService, ILocalSiloDetails, IDisposable
{
    private const int MaxHops = 1;
    private readonly MembershipFolder _folder;
    private readonly ulong _hash;

    public Node(EmbeddedClientOptions options, IServiceProvider services, ILogger<Node> logger)
    {
        Services = services;
        Logger = logger;
        Options = options;
        Clock = services.GetService<TimeProvider>() ?? TimeProvider.System;
        _hash = StableHash.Add(0, Id);
        _folder = new(options.DataFolder);
        Pending = new(Clock);
        Serializer = new(this);
        Observers = new(this);
        Streams = new(this);
        Peers = new(this, new(options.DataFolder));
        Membership = new(this, _folder);
        Factory = new(this);
        if (options is EmbeddedSiloOptions silo)
            Catalog = new(this, silo);
    }

    public string Id { get; } = SocketFolder.NewNodeId();

    public EmbeddedClientOptions Options { get; }

    public IServiceProvider Services { get; }

    public ILogger Logger { get; }

    public TimeProvider Clock { get; }

    public PendingCalls Pending { get; }

    public WireSerializer Serializer { get; }

    public Observers Observers { get; }

    public StreamHub Streams { get; }

    public Peers Peers { get; }

    public Membership Membership { get; }

    public GrainFactory Factory { get; }

    /// <summary>The grains here; null in a client.</summary>
    public Catalog? Catalog { get; }

    /// <summary>The address of this silo, once it has one; null in a client.</summary>
    public SiloAddress? Self { get; private set; }

    public SiloAddress SiloAddress =>
        Self ?? throw new InvalidOperationException("The silo has no address before its host starts.");

    public SiloStatus Status { get; private set; } = SiloStatus.Created;

    /// <summary>Whether this node was cut off, as if its process had died.</summary>
    public bool Killed { get; private set; }

    string ILocalSiloDetails.Name => ((EmbeddedSiloOptions)Options).SiloName;

    /// <summary>Brings a request of this process to its target.</summary>
    public void Route(MethodRequest request)
    {
        if (Observers.NodeOf(request.Target) is { } nodeId)
        {
            if (nodeId == Id)
                Observers.Receive(request);
            else
                Peers.To(nodeId).Send(request);
            return;
        }

        var place = PlaceOf(request.Target);
        if (place == Id)
            Catalog!.Receive(request.Target, request);
        else if (place is not null)
            Peers.To(place).Send(request);
        else
            request.Fail(new SiloUnavailableException($"{request} found no live silo that hosts '{request.Target.Type}'."));
    }

    /// <summary>Takes a request of another process. It runs here unless it belongs elsewhere and was not yet passed on.</summary>
    public void Receive(MethodRequest request)
    {
        if (Observers.NodeOf(request.Target) is not null)
            Observers.Receive(request);
        else if (Catalog?.Hosts(request.Target.Type) != true || Status is SiloStatus.Stopping or SiloStatus.Dead)
            (request as InboundCall)?.Reject($"{this} does not host '{request.Target.Type}'");
        else if (request.Hops >= MaxHops || PlaceOf(request.Target) is not { } place || place == Id)
            Catalog.Receive(request.Target, request);
        else
            _ = Forward(request);
    }

    /// <summary>Whether the grain belongs to this silo.</summary>
    public bool IsHere(GrainId id) => PlaceOf(id) == Id;

    /// <summary>The error for a target that cannot be reached.</summary>
    public static Exception Unavailable(GrainId target, string reason) =>
        Observers.IsObserver(target) ? new ClientNotAvailableException(reason) : new SiloUnavailableException(reason);

    /// <summary>A connection to a silo, to the same one as long as that lives.</summary>
    public Connection AnySilo()
    {
        var silo = Membership.View.Members.Where(m => Peers.IsConnected(m.NodeId)).MinBy(m => m.NodeId, StringComparer.Ordinal)
            ?? throw new SiloUnavailableException("No silo is connected to this process.");
        return Peers.To(silo.NodeId);
    }

    /// <summary>Keeps a connection to each silo, to see its death and be reached by it.</summary>
    public void ConnectTo(ClusterView view)
    {
        foreach (var member in view.Members.Where(m => m.NodeId != Id && Status != SiloStatus.Dead))
            Peers.To(member.NodeId);
    }

    /// <summary>Silos came or went.</summary>
    public void OnViewChanged(ClusterView before, ClusterView now)
    {
        foreach (var gone in before.Members.Where(m => now.Find(m.Address) is null && m.NodeId != Id))
            Peers.Close(gone.NodeId, "the silo is dead");
        ConnectTo(now);
        Catalog?.DeactivateMisplaced();
    }

    public override string ToString() => Self?.ToParsableString() ?? $"client {Id}";

    /// <summary>The id of the node where the grain lives.</summary>
    private string? PlaceOf(GrainId id)
    {
        var hosts = Membership.View.HostsOf(id.Type);
        if (hosts.None)
            return Catalog?.Hosts(id.Type) == true && Status == SiloStatus.ShuttingDown ? Id : null;
        if (!hosts.AreStatelessWorkers)
            return hosts.OwnerOf(id.Hash);

        // Here if possible, or else always at the same silo.
        return hosts.Include(Id) ? Id : hosts.OwnerOf(_hash);
    }

    private async Task Forward(MethodRequest request)
    {
        try
        {
            var work = request.Method.Send(this, request.Target, request.Args, request.Hops + 1);
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            request.Complete(work);
        }
        catch (Exception e)
        {
            request.Fail(e);
        }
    }
}
