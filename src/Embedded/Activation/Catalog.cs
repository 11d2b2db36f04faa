using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Gristmill.Embedded;

/// <summary>The activations of a silo.</summary>
internal sealed class Catalog : IDisposable
{
    /// <summary>How long a silo that stops, and each grain in it, may take to deactivate.</summary>
    public static readonly TimeSpan DeactivationTimeout = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<GrainId, Activation> _activations = new();
    private readonly ConcurrentDictionary<GrainId, StatelessWorkers> _workers = new();
    private readonly FrozenDictionary<GrainType, GrainClass> _classes;
    private readonly ITimer _collector;
    private TaskCompletionSource? _emptied;

    public Catalog(Node node, EmbeddedSiloOptions options)
    {
        Node = node;
        _classes = GrainClass.Find(options.GrainAssemblies, options.CollectionAge);
        _collector = node.Clock.CreateTimer(_ => Collect(), null, options.CollectionQuantum, options.CollectionQuantum);
    }

    public Node Node { get; }

    /// <summary>What this silo hosts, to tell the others.</summary>
    public HostedGrain[] HostedGrains =>
        [.. _classes.Values.Select(c => new HostedGrain(
            c.GrainType.ToString(), c.MaxLocalWorkers is not null, [.. c.Interfaces.Select(i => i.FullName!)]))];

    public int Count => _activations.Count + _workers.Sum(w => w.Value.Count);

    public bool Hosts(GrainType type) => _classes.ContainsKey(type);

    /// <summary>What the classes do that were called: how many activations they have, and how many requests they took.</summary>
    public IEnumerable<(Type Class, int Activations, long Requests)> Activity()
    {
        var activations = All().CountBy(activation => activation.Class).ToDictionary();
        return _classes.Values.Where(c => c.Requests > 0).Select(c => (c.Type, activations.GetValueOrDefault(c), c.Requests));
    }

    /// <summary>Gives the request to the grain's activation, which it makes if need be.</summary>
    public void Receive(GrainId id, Request request)
    {
        if (!_activations.TryGetValue(id, out var activation))
        {
            var grainClass = _classes[id.Type];
            if (grainClass.MaxLocalWorkers is { } max)
            {
                grainClass.CountRequest();
                _workers.GetOrAdd(id, id => new(() => new(this, grainClass, id), max)).Receive(request);
                return;
            }

            activation = _activations.GetOrAdd(
                id, static (id, with) => new(with.Catalog, with.Class, id), (Catalog: this, Class: grainClass));
        }

        activation.Class.CountRequest();
        activation.Receive(request);
    }

    public void Remove(Activation activation)
    {
        if (activation.Class.MaxLocalWorkers is null)
            _activations.TryRemove(KeyValuePair.Create(activation.GrainId, activation));
        else if (_workers.TryGetValue(activation.GrainId, out var workers))
            workers.Remove(activation);
        if (_emptied is { } emptied && Count == 0)
            emptied.TrySetResult();
    }

    /// <summary>Deactivates what the new view gives to others.</summary>
    public void DeactivateMisplaced()
    {
        foreach (var (_, activation) in _activations.Where(a => !Node.IsHere(a.Key)))
            activation.Deactivate(new(DeactivationReasonCode.Migrating, "The grain now belongs to another silo."));
    }

    /// <summary>Deactivates everything. Done when nothing is left.</summary>
    public Task DeactivateAll()
    {
        _emptied = new(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var activation in All())
            activation.Deactivate(new(DeactivationReasonCode.ShuttingDown, "The silo is stopping."));
        if (Count == 0)
            _emptied.TrySetResult();
        return _emptied.Task;
    }

    public void Dispose() => _collector.Dispose();

    private void Collect()
    {
        var now = Node.Clock.GetTimestamp();
        foreach (var activation in All().Where(a => a.IsIdle(now)))
            activation.Deactivate(new(DeactivationReasonCode.ActivationIdle, "Nobody has used it for its collection age."));
    }

    private IEnumerable<Activation> All() => _activations.Select(a => a.Value).Concat(_workers.SelectMany(w => w.Value.All()));
}

/// <summary>The activations of one stateless worker in one silo.</summary>
internal sealed class StatelessWorkers(Func<Activation> create, int max)
{
    private readonly List<Activation> _workers = [];

    public int Count => _workers.Count;

    /// <summary>Gives the request to an idle worker, to a new one, or if there are enough to the one with least to do.</summary>
    public void Receive(Request request)
    {
        lock (_workers)
        {
            var worker = _workers.MinBy(w => w.Load);
            if (worker is null || (worker.Load > 0 && _workers.Count < max))
                _workers.Add(worker = create());
            worker.Receive(request);
        }
    }

    public void Remove(Activation worker)
    {
        lock (_workers)
            _workers.Remove(worker);
    }

    public Activation[] All()
    {
        lock (_workers)
            return [.. _workers];
    }
}
