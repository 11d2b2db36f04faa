using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Gristmill.Execution.Json;

/// <summary>Sees to it that no member of an object is lost without a word, be it read or written.</summary>
internal static class JsonMembers
{
    private static readonly Type[] Fillable = [typeof(ICollection<>), typeof(IList<>), typeof(ISet<>), typeof(IDictionary<,>)];

    /// <summary>Changes what the serializer would do with a type.</summary>
    public static void Complete(JsonTypeInfo type)
    {
        if (type.Kind is not JsonTypeInfoKind.Object)
            return;
        if (type.PolymorphismOptions is { } kinds)
            kinds.IgnoreUnrecognizedTypeDiscriminators = false;
        else if (!type.Type.IsSealed)
            type.OnSerializing += value => RefuseLoss(type, value);
        // A collection that cannot be set is filled, unless a constructor with parameters makes the object.
        foreach (var member in type.Properties)
            if (type.CreateObject is not null && member is { Set: null, Get: not null } && IsStored(member)
                && CanBeFilled(member.PropertyType))
                member.ObjectCreationHandling = JsonObjectCreationHandling.Populate;
    }

    /// <summary>Whether the value of a member can come from JSON.</summary>
    public static bool CanBeGiven(JsonPropertyInfo member) =>
        member.Set is not null || member.AssociatedParameter is not null
            || member.ObjectCreationHandling is JsonObjectCreationHandling.Populate;

    /// <summary>Whether null can be given for a member; a collection that is filled has no setter to take it.</summary>
    public static bool CanBeNull(JsonPropertyInfo member) =>
        member.IsSetNullable && member is not { Set: null, ObjectCreationHandling: JsonObjectCreationHandling.Populate };

    /// <summary>Whether a member is a value of its own, not one that is worked out of others.</summary>
    public static bool IsStored(JsonPropertyInfo member) =>
        member.AttributeProvider is FieldInfo || (member.AttributeProvider is PropertyInfo property && IsStored(property));

    /// <inheritdoc cref="IsStored(JsonPropertyInfo)"/>
    public static bool IsStored(PropertyInfo property) =>
        property.DeclaringType?.GetField($"<{property.Name}>k__BackingField",
            BindingFlags.Instance | BindingFlags.NonPublic) is not null;

    private static bool CanBeFilled(Type type) => type.IsInterface
        ? type.IsGenericType && Fillable.Contains(type.GetGenericTypeDefinition())
        : type.GetConstructor([]) is not null
            && type.GetInterfaces()
                .Any(implemented => implemented.IsGenericType && implemented.GetGenericTypeDefinition() == typeof(ICollection<>));

    // The serializer writes the members of the declared type alone.
    private static void RefuseLoss(JsonTypeInfo declared, object value)
    {
        var type = value.GetType();
        if (type == declared.Type)
            return;
        var actual = declared.Options.GetTypeInfo(type);
        var lost = actual.Kind is not JsonTypeInfoKind.Object ? "all"
            : actual.Properties.FirstOrDefault(member =>
                member.Get is not null && declared.Properties.All(known => known.Name != member.Name))?.Name;
        if (lost is not null)
            throw new JsonException($"'{lost}' of {type} would be lost, since it is declared as {declared.Type}; "
                + $"declare it as what it is, or name the kinds of {declared.Type.Name} with [JsonDerivedType]");
    }
}
