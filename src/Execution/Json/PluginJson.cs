using System.ComponentModel;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace Gristmill.Execution.Json;

/// <summary>
/// How the arguments and results of one plugin's tasks are written: camelCase, enums by name, nothing unknown accepted.
/// </summary>
/// <param name="docs">Where the help of members is, besides their attributes; null for nowhere.</param>
public sealed class PluginJson(XmlDocs? docs = null)
{
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

    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    // Resolver and enum converter are this plugin's own: options that are equal share their caches, which would keep types of an
    // unloaded plugin alive.
    public JsonSerializerOptions Options { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            PropertyNameCaseInsensitive = true,
            IncludeFields = true,
            AllowDuplicateProperties = false,
            AllowOutOfOrderMetadataProperties = true,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            Encoder = Encoder,
            Converters =
                { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false), new TupleConverter(),
                new JsonNodes() },
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { JsonMembers.Complete } },
        };
        foreach (var scalar in Scalars.Converters)
            options.Converters.Add(scalar);
        return options;
    }

    /// <summary>
    /// Has the serializer forget types it has not met for a second: it remembers members of them, and looks only when it meets a
    /// new one.
    /// </summary>
    public static void Forget() => _ = new PluginJson().SchemaOf(typeof(Unmet), nullable: false);

    private sealed record Unmet(int Member);

    /// <summary>The JSON Schema of a parameter, transform or result, as JSON text.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="nullable">Whether null is one of its values.</param>
    /// <param name="rules">Its attributes.</param>
    public string SchemaOf(Type type, bool nullable, params IEnumerable<object> rules)
    {
        JsonTypeRules.CheckRead(type, Options);
        var schema = Options.GetJsonSchemaAsNode(type, new() { TransformSchemaNode = Refine });
        if (!nullable && schema is JsonObject { } root)
            RemoveNull(root);
        SchemaRules.Apply(schema, rules);
        return schema.ToJsonString(Options);
    }

    private JsonNode Refine(JsonSchemaExporterContext context, JsonNode schema)
    {
        var (type, member) = (context.TypeInfo, context.PropertyInfo);
        if (schema is JsonObject node)
            Refine(type, node);
        schema = OwnSchemaOf(type.Type, member is null ? CanBeNull(type.Type) : JsonMembers.CanBeNull(member)) ?? schema;
        return member is null ? schema : Refine(member, schema);
    }

    private JsonNode Refine(JsonPropertyInfo member, JsonNode schema)
    {
        if (!JsonMembers.CanBeGiven(member))
            schema = new JsonObject
            {
                ["readOnly"] =
                true
            }; // It is worked out from others, and what is given for it is not looked at.
        else
        {
            if (!JsonMembers.CanBeNull(member) && schema is JsonObject node)
                RemoveNull(node);
            SchemaRules.Apply(schema, AttributesOf(member));
        }
        if (schema is JsonObject described && HelpOf(member) is { } help)
            described["description"] = help;
        return schema;
    }

    private void Refine(JsonTypeInfo type, JsonObject schema)
    {
        if (Integers.TryGetValue(UnderlyingType(type.Type), out var range))
            (schema["minimum"], schema["maximum"]) = (range.Min, range.Max);
        else if (UnderlyingType(type.Type) is { IsEnum: true } flags && flags.IsDefined(typeof(FlagsAttribute)))
            schema["pattern"] = PatternOf(flags);
        if (type.Kind == JsonTypeInfoKind.Dictionary && NamesOf(type.KeyType!) is { } names)
            schema["propertyNames"] = names;
        if (type.ElementType is { } element && type.Kind is JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary
            && OwnSchemaOf(element, CanBeNull(element)) is { } own)
            schema[type.Kind is JsonTypeInfoKind.Enumerable ? "items" : "additionalProperties"] = own;
        if (type.Kind == JsonTypeInfoKind.Object)
            Complete(type, schema);
        schema.Remove("$comment");
    }

    // The exporter does not ask about elements that have a converter of their own, nor about such members if they have a default.
    private void Complete(JsonTypeInfo type, JsonObject schema)
    {
        foreach (var member in type.Properties)
        {
            if (member.IsExtensionData)
                schema.Remove("additionalProperties");
            else if (schema["properties"]?[member.Name] is JsonObject { Count: 1 } known && known.ContainsKey("default")
                && OwnSchemaOf(member.PropertyType, JsonMembers.CanBeNull(member)) is { } own)
            {
                var complete = Refine(member, own);
                complete["default"] = known["default"]?.DeepClone();
                schema["properties"]![member.Name] = complete;
            }
        }
    }

    /// <summary>
    /// The schema of a type that has a converter of ours, which the exporter knows nothing of; null for any other type.
    /// </summary>
    private static JsonObject? OwnSchemaOf(Type type, bool nullable)
    {
        var schema = Scalars.Find(type)?.Schema ?? JsonNodes.SchemaOf(type);
        if (nullable && schema is not null)
            schema["type"] = schema["type"] is JsonArray types
                ? new JsonArray([.. types.Select(type => type!.DeepClone()), "null"])
                : new JsonArray(schema["type"]!.DeepClone(), "null");
        return schema;
    }

    private static JsonObject? NamesOf(Type key) => key switch
    {
        { IsEnum: true } when key.IsDefined(typeof(FlagsAttribute)) =>
            new() { ["type"] = "string", ["pattern"] = PatternOf(key) },
        { IsEnum: true } => new() { ["enum"] = new JsonArray([.. NamesIn(key).Select(name => JsonValue.Create(name))]) },
        _ when key == typeof(bool) => new() { ["enum"] = new JsonArray("true", "false") },
        _ when key == typeof(char) => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = 1 },
        _ => Scalars.KeyOf(key) is { } format ? new() { ["type"] = "string", ["format"] = format } : null,
    };

    // Several names with commas between them, case aside, as the serializer reads them.
    private static string PatternOf(Type flags)
    {
        var name = $"(?i:{string.Join('|', NamesIn(flags).Select(Regex.Escape))})";
        return $@"^\s*{name}(?:\s*,\s*{name})*(?:\s*,)?\s*$";
    }

    private static IEnumerable<string> NamesIn(Type type) => type.GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? field.Name);

    private static bool CanBeNull(Type type) => !type.IsValueType || type != UnderlyingType(type);

    private static Type UnderlyingType(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    // Of a member of a record they are on the constructor's parameter.
    private static IEnumerable<object> AttributesOf(JsonPropertyInfo member) =>
        new[] { member.AttributeProvider, member.AssociatedParameter?.AttributeProvider }.SelectMany(place =>
            place?.GetCustomAttributes(inherit: false) ?? []);

    /// <summary>What a class says of itself.</summary>
    public string? HelpOf(Type type) => XmlDocs.HelpOf(type) ?? docs?.Of(type);

    private string? HelpOf(JsonPropertyInfo member) =>
        AttributesOf(member).OfType<DescriptionAttribute>().FirstOrDefault()?.Description
            ?? docs?.Of(member.AttributeProvider as MemberInfo);

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
