using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Gristmill.Grains.Plugins.Arguments;

namespace Gristmill.Grains.Plugins;

/// <summary>How the arguments and results of one plugin's tasks are written: camelCase, enums by name, nothing unknown accepted.</summary>
/// <param name="docs">Where the help of members is, besides their attributes; null for nowhere.</param>
internal sealed class PluginJson(XmlDocs? docs = null)
{
    private static readonly Type[] Unreadable = [typeof(Delegate), typeof(MemberInfo), typeof(Assembly), typeof(nint), typeof(nuint), typeof(System.Runtime.CompilerServices.ITuple)];

    private static readonly Dictionary<Type, (decimal Min, decimal Max)> Integers = new()
    {
        [typeof(sbyte)] = (sbyte.MinValue, sbyte.MaxValue),
        [typeof(byte)] = (byte.MinValue, byte.MaxValue),
        [typeof(short)] = (short.MinValue, short.MaxValue),
        [typeof(ushort)] = (ushort.MinValue, ushort.MaxValue),
        [typeof(int)] = (int.MinValue, int.MaxValue),
        [typeof(uint)] = (uint.MinValue, uint.MaxValue),
        [typeof(long)] = (long.MinValue, long.MaxValue),
        [typeof(ulong)] = (ulong.MinValue, ulong.MaxValue),
    };

    /// <summary>Whether bounds are those of a type of integers, and so go without saying.</summary>
    public static bool IsWhole(decimal? min, decimal? max) => Integers.Values.Any(range => (range.Min, range.Max) == (min, max));

    // Resolver and converter are this plugin's own: options that are equal share their caches, which would keep types of an
    // unloaded plugin alive.
    public JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        PropertyNameCaseInsensitive = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false), new FilePathConverter(), new TupleConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>Has the serializer forget types it has not met for a second: it remembers members of them, and looks only when it meets a new one.</summary>
    public static void Forget() => _ = new PluginJson().SchemaOf(typeof(Unmet), nullable: false);

    private sealed record Unmet(int Member);

    /// <summary>The JSON Schema of a parameter, transform or result, as JSON text.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="nullable">Whether null is one of its values.</param>
    /// <param name="rules">Its attributes.</param>
    public string SchemaOf(Type type, bool nullable, params IEnumerable<object> rules)
    {
        var schema = Options.GetJsonSchemaAsNode(type, new() { TransformSchemaNode = Refine });
        if (!nullable && schema is JsonObject { } root)
            RemoveNull(root);
        SchemaRules.Apply(schema, rules);
        return schema.ToJsonString(Options);
    }

    private JsonNode Refine(JsonSchemaExporterContext context, JsonNode schema)
    {
        schema = Refine(context.TypeInfo, schema);
        if (context.PropertyInfo is { } member)
        {
            SchemaRules.Apply(schema, AttributesOf(member));
            if (schema is JsonObject described && HelpOf(member) is { } help)
                described["description"] = help;
        }
        return schema;
    }

    // Of a member of a record they are on the constructor's parameter.
    private static IEnumerable<object> AttributesOf(JsonPropertyInfo member) =>
        new[] { member.AttributeProvider, member.AssociatedParameter?.AttributeProvider }.SelectMany(place => place?.GetCustomAttributes(inherit: false) ?? []);

    /// <summary>What a class says of itself.</summary>
    public string? HelpOf(Type type) => TaskReader.HelpOf(type) ?? docs?.Of(type);

    private string? HelpOf(JsonPropertyInfo member) =>
        AttributesOf(member).OfType<DescriptionAttribute>().FirstOrDefault()?.Description ?? docs?.Of(member.AttributeProvider as MemberInfo);

    private static JsonNode Refine(JsonTypeInfo described, JsonNode schema)
    {
        RefuseUnreadable(described);
        var type = Nullable.GetUnderlyingType(described.Type) ?? described.Type;
        if (type == typeof(FileInfo))
            return new JsonObject { ["type"] = new JsonArray("string", "null") };
        if (schema is JsonObject node)
        {
            if (Integers.TryGetValue(type, out var range))
                (node["minimum"], node["maximum"]) = (range.Min, range.Max);
            else if (type == typeof(byte[]))
                node["contentEncoding"] = JsonFormat.Base64;
            else if (type == typeof(TimeSpan))
                node["format"] = JsonFormat.TimeSpanFormat;
            node.Remove("$comment");
        }
        return schema;
    }

    // The serializer finds out only when it meets a value of the type; a task should not load that never can run.
    private static void RefuseUnreadable(JsonTypeInfo type)
    {
        if (type.Kind == JsonTypeInfoKind.Object && type.Type.IsAbstract && type.PolymorphismOptions is null)
            throw new PluginRefusedException($"{type.Type} is abstract, so that no value of it can be read from JSON");
        if (type.Kind == JsonTypeInfoKind.None && Array.Exists(Unreadable, type.Type.IsAssignableTo))
            throw new PluginRefusedException($"{type.Type} cannot be read from JSON");
    }

    // The exporter takes every reference type for nullable where it has no member to look at.
    private static void RemoveNull(JsonObject schema)
    {
        if (schema["type"] is JsonArray types && types.FirstOrDefault(type => type?.GetValue<string>() == "null") is { } none)
        {
            types.Remove(none);
            if (types is [{ } only])
                schema["type"] = only.DeepClone();
        }
        if (schema["enum"] is JsonArray choices && choices.Contains(null))
            choices.Remove(null);
    }
}
