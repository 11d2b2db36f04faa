using System.Reflection;

namespace Gristmill.Conformance.Contracts;

/// <summary>
/// Finds what Orleans rejects or gets wrong, in grain assemblies that were built for either runtime: the embedded one is more lenient.
/// </summary>
internal static class ContractChecks
{
    /// <summary>All faults of the assemblies, each a sentence that begins with where it is.</summary>
    public static IReadOnlyList<string> FaultsOf(params Assembly[] assemblies) =>
        [.. assemblies.SelectMany(a => a.GetTypes()).Where(t => !IsGenerated(t)).SelectMany(FaultsOf).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The faults of one type.</summary>
    public static IEnumerable<string> FaultsOf(Type type)
    {
        if (type.IsInterface)
            return type.IsAssignableTo(typeof(IAddressable)) ? InterfaceChecks.FaultsOf(type) : [];
        var faults = CodeChecks.FaultsOfObservers(type);
        if (type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false) && !type.IsEnum)
            faults = faults.Concat(MessageChecks.FaultsOf(type));
        if (type.IsAssignableTo(typeof(Grain)))
            faults = faults.Concat(CodeChecks.FaultsOfGrain(type)).Concat(InterfaceChecks.FaultsOfGrain(type));
        if (type.IsAssignableTo(typeof(Exception)) && type.IsPublic)
            faults = faults.Concat(MessageChecks.FaultsOfException(type));
        return faults;
    }

    private static bool IsGenerated(Type type) => type.Namespace?.StartsWith("OrleansCodeGen", StringComparison.Ordinal) == true;
}
