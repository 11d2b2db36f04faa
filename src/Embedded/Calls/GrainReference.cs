using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;

namespace Gristmill.Embedded;

/// <summary>
/// A reference to a grain or observer: the base of the generated proxies. Equal to others of the same identity and interface.
/// </summary>
#pragma warning disable CA1852 // The proxies derive from it.
internal class GrainReference : DispatchProxy
#pragma warning restore CA1852
{
    private static readonly ConcurrentDictionary<Type, Func<GrainReference>> Makers = new();
    private GrainInterface _interface = null!;

    public Node Node { get; private set; } = null!;

    public GrainId GrainId { get; private set; }

    public static GrainReference Create(Type type, GrainId id, Node node)
    {
        var reference = Makers.GetOrAdd(type, MakerOf)();
        reference._interface = GrainInterface.Of(type);
        reference.Node = node;
        reference.GrainId = id;
        return reference;
    }

    public override bool Equals(object? obj) => obj is GrainReference other && other.GrainId == GrainId && other._interface == _interface;

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => $"{_interface.Type.Name} of {GrainId}";

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _interface.Methods[targetMethod!].Call(this, args!);

    /// <summary>The framework generates the proxy type; calling its constructor directly afterwards is much faster.</summary>
    private static Func<GrainReference> MakerOf(Type type)
    {
        var proxy = DispatchProxy.Create(type, typeof(GrainReference)).GetType();
        var dynamic = new DynamicMethod(proxy.Name, typeof(GrainReference), null, proxy.Module, skipVisibility: true);
        var il = dynamic.GetILGenerator();
        il.Emit(OpCodes.Newobj, proxy.GetConstructor(Type.EmptyTypes)!);
        il.Emit(OpCodes.Ret);
        return dynamic.CreateDelegate<Func<GrainReference>>();
    }
}
