using System.Collections.Concurrent;
using System.Reflection;

namespace Gristmill.Embedded;

/// <summary>
/// A reference to a grain or observer: the base of the generated proxies. Equal to others of the same identity and interface.
/// </summary>
#pragma warning disable CA1852 // The proxies derive from it.
internal class GrainReference : DispatchProxy
#pragma warning restore CA1852
{
    private static readonly ConcurrentDictionary<Type, GrainReference> Prototypes = new();
    private Type _interface = null!;

    public Node Node { get; private set; } = null!;

    public GrainId GrainId { get; private set; }

    /// <summary>A reference of that interface. The framework makes the first; the others are copies, which is faster.</summary>
    public static GrainReference Create(Type type, GrainId id, Node node)
    {
        var reference = (GrainReference)Prototypes.GetOrAdd(type, PrototypeOf).MemberwiseClone();
        reference.Node = node;
        reference.GrainId = id;
        return reference;
    }

    public override bool Equals(object? obj) =>
        obj is GrainReference other && other.GrainId == GrainId && other._interface == _interface;

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => $"{_interface.Name} of {GrainId}";

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        GrainMethod.Of(targetMethod!).Call(this, args!);

    private static GrainReference PrototypeOf(Type type)
    {
        var prototype = (GrainReference)Create(type, typeof(GrainReference));
        prototype._interface = type;
        GrainMethod.Learn(type);
        return prototype;
    }
}

/// <inheritdoc cref="IClusterClient"/>
internal sealed class GrainFactory(Node node) : IClusterClient
{
    private readonly ConcurrentDictionary<Type, GrainType> _types = new();

    public IServiceProvider ServiceProvider => node.Services;

    public T GetGrain<T>(string primaryKey)
        where T : IGrainWithStringKey
    {
        ArgumentNullException.ThrowIfNull(primaryKey);
        return GetGrain<T>(GrainId.Create(TypeOf<T>(), primaryKey));
    }

    public T GetGrain<T>(Guid primaryKey)
        where T : IGrainWithGuidKey => GetGrain<T>(GrainId.Create(TypeOf<T>(), GrainExtensions.KeyOf(primaryKey)));

    public T GetGrain<T>(long primaryKey)
        where T : IGrainWithIntegerKey => GetGrain<T>(GrainId.Create(TypeOf<T>(), GrainExtensions.KeyOf(primaryKey)));

    public T GetGrain<T>(GrainId grainId)
        where T : IAddressable => (T)(object)GrainReference.Create(typeof(T), grainId, node);

    public T CreateObjectReference<T>(IGrainObserver obj)
        where T : IGrainObserver => obj is T ? GetGrain<T>(node.Observers.Add(obj))
            : throw new ArgumentException($"A {obj?.GetType().Name ?? "null"} is no {typeof(T).Name}.", nameof(obj));

    public void DeleteObjectReference<T>(IGrainObserver obj)
        where T : IGrainObserver => node.Observers.Remove(obj.GetGrainId());

    private GrainType TypeOf<T>()
    {
        if (_types.TryGetValue(typeof(T), out var known))
            return known;
        var name = typeof(T).FullName!;
        var view = node.Membership.View;
        var found = view.ImplementersOf(name).Distinct().ToList();
        return found switch
        {
            [var only] => _types[typeof(T)] = only,
            [] when view.Members.Count == 0 => throw new SiloUnavailableException($"No silo lives that could tell what implements {typeof(T)}."),
            [] => throw new ArgumentException($"No live silo hosts a grain class that implements {typeof(T)}."),
            _ => throw new ArgumentException(
                $"Several grain classes implement {typeof(T)}: {string.Join(", ", found)}. Ask for a more specific interface."),
        };
    }
}
