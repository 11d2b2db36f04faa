using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gristmill.Core;
using Gristmill.Execution.Arguments;

namespace Gristmill.Execution.Transforms;

/// <summary>
/// Checks what a job says of transforms against the description of its task alone, so that any silo can refuse it, and makes the
/// form in which it is shown: without secrets.
/// </summary>
public static class TransformCheck
{
    private const string Hidden = "***";

    private static readonly ConditionalWeakTable<TransformDescriptor, CompiledSchema> Shapes = [];

    /// <summary>Checks the transforms in arguments that fit the task otherwise.</summary>
    /// <param name="arguments">The arguments, as JSON text.</param>
    /// <param name="task">The task.</param>
    /// <param name="uploads">The names of the files that were uploaded for the job.</param>
    /// <param name="shown">The arguments without secrets; null if no transform is in them.</param>
    /// <returns>Every problem, a sentence each.</returns>
    public static IReadOnlyList<string> OfArguments(string arguments, TaskDescriptor task, IReadOnlySet<string> uploads,
        out string? shown)
    {
        shown = null;
        if (!TransformNodes.MayBeIn(arguments))
            return [];
        if (Parse(arguments, "arguments", out var json) is { } wrong)
            return [wrong];
        var problems = new Problems();
        var found = TransformNodes.In(json, (i, name) => name is not null
            ? new Place(name, "", null)
            : new Place(i < task.Parameters.Length ? task.Parameters[i].Name : $"{i + 1}", $" ({ArgumentCheck.Ordinal(i + 1)})", null)).ToArray();
        foreach (var (node, place) in found)
        {
            Check(node, place, task, ofResult: false, problems);
            if (FileOf(node) is { } file && !uploads.Contains(file))
                problems.Add($"{place} is the file '{file}', which was not uploaded for the job; {Uploaded(uploads)}");
        }
        if (found.Length == 0)
            return [];
        Hide(found.Select(one => one.Node), task);
        shown = json!.ToJsonString(TransformNodes.Text);
        return problems.All;
    }

    /// <summary>Checks the transforms of a result.</summary>
    /// <param name="results">A JSON array, or null for none.</param>
    /// <param name="task">The task.</param>
    /// <param name="shown">The array without secrets.</param>
    /// <returns>Every problem, a sentence each.</returns>
    public static IReadOnlyList<string> OfResults(string? results, TaskDescriptor task, out string? shown)
    {
        shown = null;
        if (results is null)
            return [];
        if (Encoding.UTF8.GetByteCount(results) is > Limits.MetaBytes and var bytes)
            return [$"resultTransforms has {bytes:N0} bytes; at most {Limits.MetaBytes:N0} are taken"];
        if (LoneSurrogates.First(results) is { } half)
            return [LoneSurrogates.Problem("resultTransforms", half)];
        if (Parse(results, "resultTransforms", out var json) is { } wrong)
            return [wrong];
        if (json is not JsonArray { Count: <= Limits.ResultTransforms } array)
            return [$$"""resultTransforms is {{Received.Quote(results)}}; it must be an array of at most {{Limits.ResultTransforms}} such as [{"$transform": "artifact", "name": "report.csv"}]"""];

        var problems = new Problems();
        for (var i = 0; i < array.Count; i++)
        {
            var place = new Place($"resultTransforms[{i}]", "", null);
            if (TransformNodes.IsOne(array[i]))
                Check((JsonObject)array[i]!, place, task, ofResult: true, problems);
            else if (array[i] is not null)
                problems.Add($"{place.Path} is {Received.Describe(Element(array[i]))}; it must be null, or an object with a {TransformNodes.Key}");
        }
        if (problems.All.Count > 0)
            return problems.All;
        Hide(array.OfType<JsonObject>(), task);
        shown = array.ToJsonString(TransformNodes.Text);
        return [];
    }

    private static string? Parse(string text, string what, out JsonNode? json)
    {
        json = null;
        try
        {
            json = TransformNodes.Parse(text);
            return null;
        }
        catch (JsonException e)
        {
            return $"{what} cannot be read: {e.Message}";
        }
    }

    private static void Check(JsonObject node, Place place, TaskDescriptor task, bool ofResult, Problems problems)
    {
        if (node[TransformNodes.Key] is not JsonValue value || !value.TryGetValue<string>(out var name))
        {
            problems.Add($"{place}: {TransformNodes.Key} is {Received.Describe(Element(node[TransformNodes.Key]))}; it must be the name of a transform");
            return;
        }
        var offered = TransformSet.BuiltIn.Concat(task.Transforms ?? []).Where(other => other.OfResult == ofResult).ToArray();
        if (offered.FirstOrDefault(other => other.Name == name) is not { } transform)
        {
            var names = offered.Select(other => other.Name);
            problems.Add($"{place}: unknown transform '{name}' of {(ofResult ? "results" : "arguments")}; "
                + (TaskNames.Suggest(name, names) is { } meant ? $"did you mean '{meant}'?" : $"there are {string.Join(", ", names)}"));
            return;
        }
        if (TransformNodes.In(node).Any())
            problems.Add($"{place}: a parameter of transform '{name}' is a transform; none may stand there");
        else if (ShapeOf(transform) is var shape && Element(node) is var parameters && !shape.Accepts(parameters))
            JsonMismatch.Explain(shape, parameters, place with { Transform = name }, problems);
    }

    private static CompiledSchema ShapeOf(TransformDescriptor transform) => Shapes.GetValue(transform, transform =>
    {
        var shape = JsonShapeReader.Read(transform.JsonSchema);
        shape.Members[TransformNodes.Key] = CompiledSchema.Anything;
        return shape;
    });

    private static void Hide(IEnumerable<JsonObject> nodes, TaskDescriptor task)
    {
        foreach (var node in nodes)
        {
            var name = node[TransformNodes.Key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
            foreach (var secret in task.Transforms?.FirstOrDefault(transform => transform.Name == name)?.Secrets ?? [])
                foreach (var given in node.Select(member => member.Key)
                    .Where(key => key.Equals(secret, StringComparison.OrdinalIgnoreCase)).ToArray())
                    node[given] = Hidden;
        }
    }

    private static string? FileOf(JsonObject node) =>
        node[TransformNodes.Key] is JsonValue value && value.TryGetValue<string>(out var name) && name == FileArgument.Name
            && node.FirstOrDefault(member => member.Key.Equals("name", StringComparison.OrdinalIgnoreCase))
                .Value is JsonValue file
            && file.TryGetValue<string>(out var text) ? text : null;

    private static string Uploaded(IReadOnlySet<string> uploads) =>
        uploads.Count == 0 ? "none was" : $"those are {string.Join(", ", uploads.Order(StringComparer.Ordinal))}";

    private static JsonElement Element(JsonNode? node) => JsonSerializer.SerializeToElement(node);
}
