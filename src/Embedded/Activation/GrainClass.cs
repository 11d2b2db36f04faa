using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Embedded;

/// <summary>A grain class that a silo hosts.</summary>
internal sealed class GrainClass
{
    private readonly ObjectFactory _factory;
    private long _requests;

    private GrainClass(Type type, TimeSpan collectionAge)
    {
        Type = type;
        GrainType = TypeOf(type);
        Interfaces = [.. type.GetInterfaces().Where(GrainMethod.IsGrainInterface)];
        Array.ForEach(Interfaces, GrainMethod.Learn);
        Reentrant = type.IsDefined(typeof(ReentrantAttribute), inherit: true);
        if (type.GetCustomAttribute<StatelessWorkerAttribute>() is { } worker)
            MaxLocalWorkers = worker.MaxLocalWorkers > 0 ? worker.MaxLocalWorkers : Environment.ProcessorCount;
        CollectionAge = collectionAge;
        _factory = ActivatorUtilities.CreateFactory(type, []);
    }

    public Type Type { get; }

    public GrainType GrainType { get; }

    public Type[] Interfaces { get; }

    public bool Reentrant { get; }

    /// <summary>The most activations of one key here; null if the grain is not a stateless worker.</summary>
    public int? MaxLocalWorkers { get; }

    public TimeSpan CollectionAge { get; }

    /// <summary>How many requests came for its grains.</summary>
    public long Requests => Volatile.Read(ref _requests);

    public void CountRequest() => Interlocked.Increment(ref _requests);

    public Grain Create(IServiceProvider services) => (Grain)_factory(services, null);

    /// <summary>All grain classes of the assemblies.</summary>
    public static FrozenDictionary<GrainType, GrainClass> Find(IEnumerable<Assembly> assemblies, TimeSpan collectionAge)
    {
        var classes = new Dictionary<GrainType, GrainClass>();
        foreach (var type in assemblies.Distinct().SelectMany(a => a.GetTypes()).Where(IsGrainClass))
        {
            var found = new GrainClass(type, collectionAge);
            if (!classes.TryAdd(found.GrainType, found))
                throw new InvalidOperationException(
                    $"{type} and {classes[found.GrainType].Type} are both grain type '{found.GrainType}'. Rename one.");
        }

        return classes.ToFrozenDictionary();
    }

    private static bool IsGrainClass(Type type) =>
        type.IsAssignableTo(typeof(Grain)) && type is { IsAbstract: false, IsGenericTypeDefinition: false };

    private static GrainType TypeOf(Type type)
    {
        const string Suffix = "Grain";
        var hasSuffix = type.Name.EndsWith(Suffix, StringComparison.Ordinal) && type.Name.Length > Suffix.Length;
        var name = hasSuffix ? type.Name[..^Suffix.Length] : type.Name;
        return GrainType.Create(name.ToLowerInvariant());
    }
}
