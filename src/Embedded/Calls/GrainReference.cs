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

    /// <summary>A reference of that interface. The framework makes the first; all others are copies, which is much faster.</summary>
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

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => GrainMethod.Of(targetMethod!).Call(this, args!);

    private static GrainReference PrototypeOf(Type type)
    {
        var prototype = (GrainReference)Create(type, typeof(GrainReference));
        prototype._interface = type;
        GrainMethod.Learn(type);
        return prototype;
    }
}
