using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Gristmill.Grains.Counters;

/// <summary>
/// What the grains of this silo do. Counts calls by a filter that each passes, since Orleans does not count them by type; and
/// reads activations from Orleans' own instrument, which tells of every one that comes and goes.
/// </summary>
public sealed class GrainActivity : IIncomingGrainCallFilter, IDisposable
{
    private const string Meter = "Microsoft.Orleans";
    private const string Activations = "orleans-grains";
    private const string TypeTag = "grain_type";

    private readonly ConcurrentDictionary<Type, Kind> _kinds = new();
    private readonly ConcurrentDictionary<string, StrongBox<long>> _activations = new();
    private readonly MeterListener _listener = new();

    public GrainActivity()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Meter && instrument.Name == Activations)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>(Count);
        _listener.Start();
    }

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain?.GetType() is { } type && type.Assembly == typeof(GrainActivity).Assembly)
            Interlocked.Increment(ref KindOf(type, context).Calls);
        return context.Invoke();
    }

    /// <summary>
    /// Of each class of our grains that has been called here: how many activations there are, and how many calls they took.
    /// </summary>
    public GrainLoad[] Read() =>
    [
        .. _kinds.Select(kind => new GrainLoad(
            kind.Key.Name,
            _activations.TryGetValue(kind.Value.Id, out var there) ? Volatile.Read(ref there.Value) : 0,
            Volatile.Read(ref kind.Value.Calls))),
    ];

    public void Dispose() => _listener.Dispose();

    private Kind KindOf(Type type, IIncomingGrainCallContext call) =>
        _kinds.GetOrAdd(type, static (_, call) => new Kind(call.TargetContext.GrainId.Type.ToString()!), call);

    private void Count(Instrument instrument, int change, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        foreach (var tag in tags)
            if (tag is { Key: TypeTag, Value: string type })
                Interlocked.Add(ref _activations.GetOrAdd(type, static _ => new()).Value, change);
    }

    /// <param name="id">What Orleans calls grains of the class.</param>
    private sealed class Kind(string id)
    {
        public long Calls;

        public string Id => id;
    }
}
