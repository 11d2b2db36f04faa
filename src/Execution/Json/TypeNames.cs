using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gristmill.Execution.Json;

/// <summary>Types as people write them: <c>int</c>, <c>string?</c>, <c>List&lt;double&gt;</c>.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> Known = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(char)] = "char",
        [typeof(decimal)] = "decimal",
        [typeof(double)] = "double",
        [typeof(float)] = "float",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(string)] = "string",
        [typeof(object)] = "JSON",
        [typeof(JsonElement)] = "JSON",
        [typeof(JsonNode)] = "JSON",
        [typeof(JsonDocument)] = "JSON",
    };

    public static string Of(NullabilityInfo of) => Of(of.Type, of.ReadState == NullabilityState.Nullable,
        element: of.ElementType is { } element ? Of(element) : null, arguments: of.GenericTypeArguments.Select(Of));

    private static string Of(Type type, bool nullable, string? element, IEnumerable<string> arguments)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
            (type, nullable) = (value, true);
        var name = Known.TryGetValue(type, out var known) ? known
            : type.IsArray ? $"{element}[{new string(',', type.GetArrayRank() - 1)}]"
            : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", arguments)}>"
            : type.Name;
        return nullable && name != "JSON" ? name + "?" : name;
    }
}
