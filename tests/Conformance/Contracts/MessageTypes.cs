using System.Collections.Immutable;

namespace Gristmill.Conformance.Contracts;

/// <summary>The types that may travel: those that both runtimes have a codec for and read back as they were.</summary>
internal static class MessageTypes
{
    private static readonly HashSet<Type> Plain =
    [
        typeof(bool), typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(char),
        typeof(float), typeof(double), typeof(decimal), typeof(string), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan),
        typeof(DateOnly), typeof(TimeOnly), typeof(Uri), typeof(Version), typeof(GrainId), typeof(SiloAddress),
    ];

    private static readonly HashSet<Type> Generic =
    [
        typeof(Nullable<>), typeof(List<>), typeof(Dictionary<,>), typeof(HashSet<>), typeof(KeyValuePair<,>), typeof(ImmutableArray<>),
        typeof(ValueTuple<,>), typeof(ValueTuple<,,>), typeof(ValueTuple<,,,>),
    ];

    public static IEnumerable<string> FaultsOf(Type type)
    {
        if (Plain.Contains(type) || type.IsEnum || type.IsGenericParameter)
            return [];
        if (type.IsArray)
            return FaultsOf(type.GetElementType()!);
        if (type.IsInterface && type.IsAssignableTo(typeof(IAddressable)))
            return [];
        if (type.IsGenericType && Generic.Contains(type.GetGenericTypeDefinition()))
            return type.GenericTypeArguments.SelectMany(FaultsOf);
        if (type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
            return type.GenericTypeArguments.SelectMany(FaultsOf);
        return [$"{type}, which cannot travel: use primitives, strings, times, Guids, enums, arrays, grain interfaces and [GenerateSerializer] types."];
    }
}
