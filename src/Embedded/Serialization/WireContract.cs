using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace Gristmill.Embedded;

/// <summary>
/// What of a type travels: of a <see cref="GenerateSerializerAttribute"/> type the members with an <see cref="IdAttribute"/>,
/// public or not, and which of the types derived from it in its own assembly it is. Other types of ours do not travel.
/// </summary>
internal static class WireContract
{
    private const string Discriminator = "$";
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static void Apply(JsonTypeInfo info)
    {
        var type = info.Type;
        if (type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
            ApplyIds(info);
        else if (type == typeof(object) || (info.Kind == JsonTypeInfoKind.Object && !IsOfFramework(type)))
            throw new NotSupportedException(
                $"{type} cannot travel in a grain call: declare it with [GenerateSerializer], with an [Id] on each member.");
    }

    /// <summary>The members that travel, with their names on the wire: the level of their class and their number.</summary>
    private static IEnumerable<(string Name, MemberInfo Member)> MembersOf(Type type)
    {
        var levels = new Stack<Type>();
        for (var level = type; level is not null && level.Assembly != typeof(object).Assembly; level = level.BaseType)
            levels.Push(level);
        foreach (var (depth, level) in levels.Index())
        {
            foreach (var member in level.GetMembers(Declared).Where(m => m is PropertyInfo or FieldInfo))
            {
                if (IdOf(member, level) is { } id)
                    yield return (depth == 0 ? id.ToString(CultureInfo.InvariantCulture) : $"{depth}.{id}", member);
            }
        }
    }

    /// <summary>The number of the member: its own, or that of the constructor parameter that a record made it of.</summary>
    private static uint? IdOf(MemberInfo member, Type declaring)
    {
        if (member.GetCustomAttribute<IdAttribute>() is { } id)
            return id.Id;
        return member is not PropertyInfo ? null : declaring.GetConstructors(Declared).SelectMany(c => c.GetParameters())
            .Where(p => p.Name == member.Name).Select(p => p.GetCustomAttribute<IdAttribute>()?.Id)
            .FirstOrDefault(number => number is not null);
    }

    private static void ApplyIds(JsonTypeInfo info)
    {
        if (info.Kind != JsonTypeInfoKind.Object)
            return;
        var type = info.Type;
        var derived = DerivedTypesOf(type);
        if (derived.Exists(t => t != type))
        {
            info.PolymorphismOptions = new() { TypeDiscriminatorPropertyName = Discriminator };
            foreach (var alternative in derived)
                info.PolymorphismOptions.DerivedTypes.Add(new(alternative, alternative.Name));
        }

        // The default of its type need not travel (see the options), unless a new instance begins with something else.
        var fresh = type.IsAbstract ? null : type.GetConstructor(Declared, Type.EmptyTypes)?.Invoke(null);
        var found = info.Properties.ToLookup(p => (p.AttributeProvider as MemberInfo)?.Name);
        info.Properties.Clear();
        foreach (var (name, member) in MembersOf(type))
        {
            var property = found[member.Name].FirstOrDefault() ?? info.CreateJsonPropertyInfo(TypeOf(member), member.Name);
            property.Name = name;
            property.Get ??= GetterOf(member);
            property.Set ??= SetterOf(member);
            property.IsRequired = false;
            if (fresh is not null && property.Get(fresh) is { } initial && !initial.Equals(DefaultOf(property.PropertyType)))
                property.ShouldSerialize = static (_, _) => true;
            info.Properties.Add(property);
        }

        // Members are set one by one, so that it does not matter which constructors there are.
        if (!type.IsAbstract && !type.IsValueType && type.GetConstructor(Type.EmptyTypes) is null)
        {
            var constructor = type.GetConstructor(Declared, Type.EmptyTypes);
            info.CreateObject = () => constructor?.Invoke(null) ?? RuntimeHelpers.GetUninitializedObject(type);
        }
    }

    private static List<Type> DerivedTypesOf(Type type) => type.IsSealed || type.IsValueType ? [] :
        [.. type.Assembly.GetTypes().Where(t => t is { IsAbstract: false, IsGenericTypeDefinition: false }
            && t.IsAssignableTo(type) && t.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))];

    private static object? DefaultOf(Type type) =>
        type.IsValueType && Nullable.GetUnderlyingType(type) is null ? RuntimeHelpers.GetUninitializedObject(type) : null;

    private static Type TypeOf(MemberInfo member) => (member as PropertyInfo)?.PropertyType ?? ((FieldInfo)member).FieldType;

    private static Func<object, object?> GetterOf(MemberInfo member) =>
        member is PropertyInfo property ? property.GetValue : ((FieldInfo)member).GetValue;

    private static Action<object, object?>? SetterOf(MemberInfo member)
    {
        var property = member as PropertyInfo;
        if (property?.GetSetMethod(nonPublic: true) is not null)
            return property.SetValue;
        var field = member as FieldInfo ?? property!.DeclaringType!.GetField($"<{property.Name}>k__BackingField", Declared);
        return field is null ? null : field.SetValue;
    }

    private static bool IsOfFramework(Type type) =>
        type.IsAssignableTo(typeof(IEnumerable)) || type.Assembly == typeof(object).Assembly
        || type.Assembly == typeof(Uri).Assembly;
}
