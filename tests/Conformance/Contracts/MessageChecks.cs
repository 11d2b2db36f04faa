using System.Reflection;

namespace Gristmill.Conformance.Contracts;

/// <summary>What messages and declared exceptions must look like: all of their state has a number, and can travel.</summary>
internal static class MessageChecks
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static IEnumerable<string> FaultsOf(Type type)
    {
        var isException = type.IsAssignableTo(typeof(Exception));
        if (!isException && !type.IsDefined(typeof(ImmutableAttribute), inherit: false))
            yield return $"{type.Name} is not [Immutable]: Orleans copies it on every call within a silo.";
        if (type.BaseType is { } parent && !IsRoot(parent) && !parent.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
            yield return $"{type.Name} derives from {parent.Name}, which is not [GenerateSerializer], so what that holds gets lost.";

        var ids = new Dictionary<uint, string>();
        foreach (var field in type.GetFields(Declared).Where(f => !f.IsDefined(typeof(NonSerializedAttribute))))
        {
            var member = PropertyOf(field, type) ?? (MemberInfo)field;
            if (IdOf(member, type) is not { } id)
                yield return $"{type.Name}.{member.Name} has no [Id], so it gets lost.";
            else if (!ids.TryAdd(id, member.Name))
                yield return $"{type.Name}.{member.Name} has the same [Id({id})] as {ids[id]}.";
            foreach (var fault in MessageTypes.FaultsOf(field.FieldType))
                yield return $"{type.Name}.{member.Name} is a {fault}";
        }
    }

    public static IEnumerable<string> FaultsOfException(Type type)
    {
        if (!type.IsAbstract && !type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
            yield return $"{type.Name} is an exception that is not [GenerateSerializer], so callers cannot catch it.";
    }

    private static bool IsRoot(Type type) => type == typeof(object) || type == typeof(ValueType) || type.Assembly == typeof(Exception).Assembly;

    private static PropertyInfo? PropertyOf(FieldInfo field, Type type) =>
        field.Name.StartsWith('<') && field.Name.IndexOf('>', StringComparison.Ordinal) is var end and > 1 ? type.GetProperty(field.Name[1..end], Declared) : null;

    private static uint? IdOf(MemberInfo member, Type type) =>
        (member.GetCustomAttribute<IdAttribute>() ?? type.GetConstructors(Declared).SelectMany(c => c.GetParameters())
            .FirstOrDefault(p => p.Name == member.Name && p.IsDefined(typeof(IdAttribute)))?.GetCustomAttribute<IdAttribute>())?.Id;
}
