using System.Collections.Concurrent;

namespace Gristmill.Embedded;

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
        var found = node.Membership.View.ImplementersOf(name).Concat(node.Catalog?.ImplementersOf(name) ?? []).Distinct().ToList();
        return found switch
        {
            [var only] => _types[typeof(T)] = only,
            [] => throw new ArgumentException($"No live silo hosts a grain class that implements {typeof(T)}."),
            _ => throw new ArgumentException(
                $"Several grain classes implement {typeof(T)}: {string.Join(", ", found)}. Ask for a more specific interface."),
        };
    }
}
