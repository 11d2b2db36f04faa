using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Gristmill.Execution.Discovery;

namespace Gristmill.Execution.Json;

/// <summary>
/// Refuses types whose values JSON cannot hold, or would hold in part only, before a job meets one: the serializer finds out with
/// the first value, or not at all.
/// </summary>
internal sealed class JsonTypeRules
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Type[] Never = [typeof(Delegate), typeof(MemberInfo), typeof(Assembly), typeof(nint), typeof(nuint)];

    private readonly HashSet<Type> _seen = [];
    private readonly JsonSerializerOptions _json;
    private readonly bool _isRead;

    private JsonTypeRules(JsonSerializerOptions json, bool isRead) => (_json, _isRead) = (json, isRead);

    /// <exception cref="PluginRefusedException">Not every value of the type can be read.</exception>
    public static void CheckRead(Type type, JsonSerializerOptions json) => new JsonTypeRules(json, isRead: true).Visit(type, "");

    /// <exception cref="PluginRefusedException">Not every value of the type can be written.</exception>
    public static void CheckWritten(Type type, JsonSerializerOptions json) =>
        new JsonTypeRules(json, isRead: false).Visit(type, "");

    private string Direction => _isRead ? "read from JSON" : "written as JSON";

    private void Visit(Type type, string place)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (!_seen.Add(type) || Scalars.Find(type) is not null)
            return;
        if (!_isRead && IsTuple(type))
        {
            foreach (var element in type.GetGenericArguments())
                Visit(element, place);
            return;
        }
        if (WrongWith(type) is { } never)
            throw Refused(type, place, never);
        var json = _json.GetTypeInfo(type);
        var wrong = json.Kind switch
        {
            JsonTypeInfoKind.Object => _isRead ? WrongWithRead(json) : WrongWithWritten(json),
            JsonTypeInfoKind.Enumerable => WrongWithCollection(json, "[]"),
            JsonTypeInfoKind.Dictionary => WrongWithKeys(json.KeyType) ?? WrongWithCollection(json, "{}"),
            _ => null,
        };
        if (wrong is not null)
            throw Refused(type, place, wrong);
        VisitParts(json, place);
    }

    private void VisitParts(JsonTypeInfo json, string place)
    {
        if (json.ElementType is { } element)
            Visit(element, place);
        foreach (var kind in json.PolymorphismOptions?.DerivedTypes ?? [])
            Visit(kind.DerivedType, "");
        foreach (var member in json.Properties)
            if (member is { CustomConverter: null, IsExtensionData: false }
                && (_isRead ? JsonMembers.CanBeGiven(member) : member.Get is not null))
                Visit(member.PropertyType, $"{json.Type.Name}.{NameOf(member)}");
    }

    private string? WrongWith(Type type)
    {
        if (type.IsAssignableTo(typeof(Stream)))
            return _isRead ? "is a stream; take text, byte[] or the FileInfo of a path"
                : "is a stream; keep it with the job, by task.SaveArtifact(name, stream), and return its name";
        if (type.IsAssignableTo(typeof(Task)) || type == typeof(ValueTask)
            || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>)))
            return "is waited for only where it is what the task itself returns";
        if (SequenceOf(type) is not null)
            return "is an async sequence, which only what the task itself returns can be; make it a list";
        if (type.IsArray && type.GetArrayRank() > 1)
            return "has more than one dimension, and arrays of JSON have one; make it an array of arrays";
        return Array.Exists(Never, type.IsAssignableTo) || IsTuple(type) ? $"cannot be {Direction}" : null;
    }

    /// <summary>What an async sequence yields; null for any other type.</summary>
    public static Type? SequenceOf(Type type) => type.GetInterfaces().Prepend(type)
        .FirstOrDefault(one =>
            one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>))?.GetGenericArguments()[0];

    private static string? WrongWithRead(JsonTypeInfo json)
    {
        if (json.Type.IsAbstract)
            return json.PolymorphismOptions is null
                ? "is abstract, so that no value of it can be read from JSON; name its kinds with [JsonDerivedType]" : null;
        if (json is { CreateObject: null, ConstructorAttributeProvider: null })
            return "has several constructors and none without parameters; mark one with [JsonConstructor]";
        if (json.Properties.FirstOrDefault(member =>
            member.Get is not null && !JsonMembers.CanBeGiven(member) && JsonMembers.IsStored(member)) is { } lost)
            return $"would lose what is given for {NameOf(lost)}, which has no setter; give it one (init), or a parameter of the constructor";
        return json.Properties.Count > 0 && !json.Properties.Any(JsonMembers.CanBeGiven)
            ? "would lose all that is given: none of its members has a setter or a parameter of the constructor" : null;
    }

    private static string? WrongWithWritten(JsonTypeInfo json) =>
        !json.Type.IsAbstract && json.PolymorphismOptions is null && json.Properties.All(member => member.Get is null)
            && HasState(json.Type)
            ? "has no public members, so that nothing of it would be kept" : null;

    private static bool HasState(Type? type) =>
        type is not null && (type.GetFields(Fields).Length > 0 || HasState(type.BaseType));

    private string? WrongWithCollection(JsonTypeInfo json, string empty)
    {
        var own = json.Type.GetProperties().FirstOrDefault(member =>
            member.DeclaringType?.Namespace?.StartsWith(nameof(System), StringComparison.Ordinal) != true
                && JsonMembers.IsStored(member)
            && !member.IsDefined(typeof(JsonIgnoreAttribute)));
        if (own is not null)
            return $"is a collection, and its {own.Name} would be lost; make it a class that has a collection";
        if (!_isRead)
            return null;
        try
        {
            JsonSerializer.Deserialize(empty, json);
            return null;
        }
        catch (NotSupportedException)
        {
            return "is a collection that cannot be read from JSON; take a List or a Dictionary";
        }
    }

    private string? WrongWithKeys(Type? key) =>
        key is null || key == typeof(string) || key.IsEnum || key == typeof(bool) || key == typeof(char)
            || Scalars.KeyOf(key) is not null
            || (key == typeof(object) && !_isRead) ? null : $"has keys of {key}, which are no names of JSON";

    private static bool IsTuple(Type type) => type.IsValueType && type.IsAssignableTo(typeof(ITuple));

    private static string NameOf(JsonPropertyInfo member) => (member.AttributeProvider as MemberInfo)?.Name ?? member.Name;

    private static PluginRefusedException Refused(Type type, string place, string reason) =>
        new($"{(place.Length == 0 ? "" : $"{place}: ")}{type} {reason}");
}
