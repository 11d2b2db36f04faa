using System.Text.Json;
using Gristmill.Execution.Arguments;

namespace Gristmill.Client.Output;

/// <summary>The parameters of a task, each followed by the members of its type: what they take, and what they mean.</summary>
internal static class ParameterSheet
{
    private sealed record Row(string Name, string Type, string Values, Ink Default, string? Help);

    public static Sheet Of(TaskDescriptor task)
    {
        Row[] rows = [.. task.Parameters.SelectMany(Rows)];
        var hasValues = Array.Exists(rows, row => row.Values.Length > 0);
        Column[] columns = [new("parameter"), new("type"), .. hasValues ? [Column.Elastic("values")]
            : Array.Empty<Column>(), new("default"), Column.Elastic("help")];
        var sheet = new Sheet(columns);
        foreach (var row in rows)
            sheet.Add([new Ink(row.Name, Tone.Strong), row.Type, .. hasValues ? [row.Values]
                : Array.Empty<Ink>(), row.Default, row.Help]);
        return sheet;
    }

    private static IEnumerable<Row> Rows(ParameterDescriptor parameter)
    {
        using var schema = JsonDocument.Parse(parameter.JsonSchema);
        yield return new(
            parameter.Name, parameter.TypeName, SchemaText.Limits(JsonShapeReader.Read(parameter.JsonSchema)), DefaultOf(parameter.Required, parameter.Default), parameter.Help);
        var (type, path) = schema.RootElement is { ValueKind: JsonValueKind.Object } root
            && root.TryGetProperty("items", out var items)
            ? (items, $"{parameter.Name}[]") : (schema.RootElement, parameter.Name);
        if (type.ValueKind is not JsonValueKind.Object || !type.TryGetProperty("properties", out var members))
            yield break;
        var required = type.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(name => name.GetString()).ToArray() : [];
        foreach (var member in members.EnumerateObject())
        {
            var shape = JsonShapeReader.Read(member.Value.GetRawText());
            yield return new(
                $"{path}.{member.Name}", shape.Choices is null ? shape.Noun : "", SchemaText.Limits(shape),
                DefaultOf(required.Contains(member.Name), Text(member.Value, "default", value => value.GetRawText())), Text(member.Value, "description", value => value.GetString()));
        }
    }

    private static Ink DefaultOf(bool required, string? value) => required ? new Ink("required", Tone.Warning) : value;

    private static string? Text(JsonElement schema, string keyword, Func<JsonElement, string?> read) =>
        schema.ValueKind is JsonValueKind.Object && schema.TryGetProperty(keyword, out var value) ? read(value) : null;
}
