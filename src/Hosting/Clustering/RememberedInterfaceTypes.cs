using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Metadata;

namespace Gristmill.Hosting.Clustering;

/// <summary>
/// Remembers what Orleans calls a grain interface. It works that out by reflection each time somebody asks for a grain, which
/// alone is a twentieth of what a job costs. Asked before Orleans' own provider, since it is registered before it.
/// </summary>
public sealed class RememberedInterfaceTypes(IServiceProvider services) : IGrainInterfaceTypeProvider
{
    private readonly ConcurrentDictionary<Type, GrainInterfaceType> _known = [];
    private AttributeGrainInterfaceTypeProvider? _attributes;

    public bool TryGetGrainInterfaceType(Type type, [NotNullWhen(true)] out GrainInterfaceType grainInterfaceType)
    {
        grainInterfaceType = type.IsGenericType ? default : _known.GetOrAdd(type, WorkOut);
        return !grainInterfaceType.IsDefault;
    }

    private GrainInterfaceType WorkOut(Type type) =>
        (_attributes ??= new AttributeGrainInterfaceTypeProvider(services)).TryGetGrainInterfaceType(type, out var named)
            ? named
            : services.GetRequiredService<GrainInterfaceTypeResolver>().GetGrainInterfaceTypeByConvention(type);
}
