using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gristmill.Execution.Arguments;

namespace Gristmill.Execution.Transforms;

/// <summary>Where transforms stand in JSON: objects that have a <c>$transform</c>.</summary>
public static class TransformNodes
{
    /// <summary>The member that names a transform. Its other members are the parameters.</summary>
    public const string Key = "$transform";

    /// <summary>As text that keeps to what was given, as far as JSON allows.</summary>
    public static readonly JsonSerializerOptions Text = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether JSON may have transforms: cheap, since almost none has.</summary>
    public static bool MayBeIn(string json) => json.Contains(Key, StringComparison.Ordinal);

    /// <exception cref="JsonException">It is no JSON, or names a member twice.</exception>
    public static JsonNode? Parse(string json) =>
        JsonNode.Parse(json, documentOptions: new() { AllowDuplicateProperties = false });

    public static bool IsOne(JsonNode? node) => node is JsonObject it && it.ContainsKey(Key);

    /// <summary>Every transform below a node, in the order of the text. Not those within the parameters of another.</summary>
    /// <param name="node">The arguments, which are no transform themselves.</param>
    /// <param name="placeOf">Where an element or member of them is; null to leave it at its path.</param>
    public static IEnumerable<(JsonObject Node, Place Place)> In(JsonNode? node, Func<int, string?, Place> placeOf) => node switch
    {
        JsonArray array => array.SelectMany((item, i) => Within(item, placeOf(i, null))),
        JsonObject named => named.SelectMany((member, i) => Within(member.Value, placeOf(i, member.Key))),
        _ => [],
    };

    /// <inheritdoc cref="In(JsonNode?, Func{int, string?, Place})"/>
    public static IEnumerable<JsonObject> In(JsonNode? node) => In(node, static (_, _) => default).Select(found => found.Node);

    /// <summary>Puts a value where a node is.</summary>
    public static void Replace(JsonNode node, JsonNode? value)
    {
        switch (node.Parent)
        {
            case JsonArray array:
                array[node.GetElementIndex()] = value;
                break;
            case JsonObject parent:
                parent[node.GetPropertyName()] = value;
                break;
        }
    }

    private static IEnumerable<(JsonObject Node, Place Place)> Within(JsonNode? node, Place place) => node switch
    {
        JsonObject it when it.ContainsKey(Key) => [(it, place)],
        JsonObject it => it.SelectMany(member => Within(member.Value, place.Member(member.Key))),
        JsonArray array => array.SelectMany((item, i) => Within(item, place.Item(i))),
        _ => [],
    };
}
