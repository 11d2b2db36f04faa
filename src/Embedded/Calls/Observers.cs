using System.Collections.Concurrent;
using System.Globalization;

namespace Gristmill.Embedded;

/// <summary>The observers of this process. Their identity is the node's id and a number.</summary>
internal sealed class Observers(Node node)
{
    private static readonly GrainType Type = GrainType.Create("sys.observer");
    private readonly ConcurrentDictionary<GrainId, Observer> _observers = new();
    private long _lastNumber;

    public static bool IsObserver(GrainId id) => id.Type == Type;

    /// <summary>The node of an observer; null if that is a grain.</summary>
    public static string? NodeOf(GrainId id) =>
        IsObserver(id) ? id.Key[..Math.Max(0, id.Key.IndexOf('.', StringComparison.Ordinal))] : null;

    public GrainId Add(IGrainObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        if (observer is GrainReference)
            throw new ArgumentException("The object is a reference already.", nameof(observer));
        var number = Interlocked.Increment(ref _lastNumber);
        var id = GrainId.Create(Type, string.Create(CultureInfo.InvariantCulture, $"{node.Id}.{number}"));
        _observers[id] = new(this, id, observer);
        return id;
    }

    public void Remove(GrainId id) => _observers.TryRemove(id, out _);

    public void Receive(MethodRequest request)
    {
        if (_observers.TryGetValue(request.Target, out var observer))
            observer.Receive(request);
        else
            request.Fail(new ClientNotAvailableException($"The observer of {request} was deleted or garbage-collected."));
    }

    /// <summary>One observer: called in single-threaded turns, one call at a time, and held weakly.</summary>
    private sealed class Observer(Observers all, GrainId id, IGrainObserver target) : RequestTarget
    {
        private readonly WeakReference<IGrainObserver> _target = new(target);

        protected override bool IsOpen => true;

        protected override object? Instance(Request request)
        {
            if (_target.TryGetTarget(out var instance))
                return instance;
            all.Remove(id);
            request.Fail(new ClientNotAvailableException(
                $"The observer of {request} was garbage-collected: whoever makes an observer must hold it."));
            return null;
        }
    }
}
