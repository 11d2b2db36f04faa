using System.Collections.Concurrent;
using System.Reflection;

namespace Gristmill.Embedded;

/// <summary>A grain or observer interface with its methods.</summary>
internal sealed class GrainInterface
{
    private static readonly ConcurrentDictionary<Type, GrainInterface> Known = new();
    private static readonly ConcurrentDictionary<ulong, GrainMethod> MethodsById = new();
    private static readonly ConcurrentDictionary<MethodInfo, GrainMethod> MethodsByInfo = new();

    private GrainInterface(Type type)
    {
        Type = type;
        Name = type.FullName!;
        Methods = type.GetInterfaces().Append(type)
            .SelectMany(i => i.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            .ToDictionary(m => m, m => MethodsByInfo.GetOrAdd(m, GrainMethod.Of));
        foreach (var method in Methods.Values)
        {
            if (MethodsById.GetOrAdd(method.Id, method) != method)
                throw new NotSupportedException($"{method.Name} has the same identity as {MethodsById[method.Id].Name}; rename one.");
        }
    }

    public Type Type { get; }

    public string Name { get; }

    public Dictionary<MethodInfo, GrainMethod> Methods { get; }

    public static GrainInterface Of(Type type) => Known.GetOrAdd(type, static type => new(type));

    /// <summary>The method of that identity, of an interface that this process uses or implements.</summary>
    public static GrainMethod? MethodOf(ulong id) => MethodsById.GetValueOrDefault(id);

    public static bool IsGrainInterface(Type type) => type.IsInterface && type.IsAssignableTo(typeof(IAddressable)) && !IsMarker(type);

    private static bool IsMarker(Type type) => type.Assembly == typeof(IAddressable).Assembly && type.GetMethods().Length == 0;
}
