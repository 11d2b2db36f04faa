using System.Collections.Concurrent;

namespace Gristmill.Embedded;

/// <inheritdoc cref="IClusterClient"/>
internal sealed class GrainFactory(Node node) : IClusterClient
{
    private readonly ConcurrentDictionary<Type, GrainType> _types = new();

    public IServiceProvider ServiceProvider => node.Services;

    public T GetGrain<T>(string primaryKey, string? grainClassNamePrefix = null)
        where T : IGrainWithStringKey
    {
        ArgumentNullException.ThrowIfNull(primaryKey);
        return GetGrain<T>(GrainId.Create(TypeOf<T>(grainClassNamePrefix), primaryKey));
    }

    public T GetGrain<T>(Guid primaryKey, string? grainClassNamePrefix = null)
        where T : IGrainWithGuidKey => GetGrain<T>(GrainId.Create(TypeOf<T>(grainClassNamePrefix), GrainExtensions.KeyOf(primaryKey)));

    public T GetGrain<T>(long primaryKey, string? grainClassNamePrefix = null)
        where T : IGrainWithIntegerKey => GetGrain<T>(GrainId.Create(TypeOf<T>(grainClassNamePrefix), GrainExtensions.KeyOf(primaryKey)));

    public T GetGrain<T>(GrainId grainId)
        where T : IAddressable => (T)(object)GrainReference.Create(typeof(T), grainId, node);

    public T CreateObjectReference<T>(IGrainObserver obj)
        where T : IGrainObserver => GetGrain<T>(node.Observers.Add(obj, GrainInterface.Of(typeof(T))));

    public void DeleteObjectReference<T>(IGrainObserver obj)
        where T : IGrainObserver => node.Observers.Remove(obj.GetGrainId());

    private GrainType TypeOf<T>(string? prefix)
    {
        if (prefix is null && _types.TryGetValue(typeof(T), out var known))
            return known;
        var name = typeof(T).FullName!;
        var found = node.Membership.View.ImplementersOf(name).Concat(node.Catalog?.ImplementersOf(name) ?? []).Distinct()
            .Where(t => prefix is null || t.ToString().StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).ToList();
        if (found.Count == 0)
            throw new ArgumentException($"No live silo hosts a grain class that implements {typeof(T)}.");
        if (found.Count > 1)
            throw new ArgumentException(
                $"Several grain classes implement {typeof(T)}: {string.Join(", ", found)}. Ask for a more specific interface.");
        return prefix is null ? _types[typeof(T)] = found[0] : found[0];
    }
}
