using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gristmill.Client.Input;

/// <summary>The arguments of a job as they were typed, each already JSON.</summary>
/// <param name="Positional">Those without a name.</param>
/// <param name="Named">Those with one.</param>
internal sealed record JobArguments(string[] Positional, NamedArgument[] Named)
{
    /// <summary>Whether the task must be known to tell which names the positional ones have.</summary>
    public bool NeedsTask => Positional.Length > 0 && Named.Length > 0;

    /// <summary>What was typed as JSON: itself if it is JSON, else a string of it.</summary>
    public static string ToJson(string typed)
    {
        try
        {
            JsonDocument.Parse(typed).Dispose();
            return typed;
        }
        catch (JsonException)
        {
            return Quote(typed);
        }
    }

    /// <summary>The arguments as one JSON array or object.</summary>
    /// <param name="task">The task, where <see cref="NeedsTask"/>.</param>
    /// <exception cref="UsageException">There are more positional arguments than parameters, or one is given by name, too.</exception>
    public string ToJson(TaskDescriptor? task) => Named.Length == 0
        ? $"[{string.Join(',', Positional)}]"
        : ToJson(Name(task).Concat(Named));

    /// <summary>Named values as one JSON object.</summary>
    public static string ToJson(IEnumerable<NamedArgument> fields) =>
        $"{{{string.Join(',', fields.Select(field => $"{Quote(field.Name)}:{field.Json}"))}}}";

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private NamedArgument[] Name(TaskDescriptor? task)
    {
        var names = task?.Parameters.Select(parameter => parameter.Name).ToArray() ?? [];
        var named = Positional.Zip(names, (json, name) => new NamedArgument(name, json)).ToArray();
        var problems = new List<string>();
        foreach (var argument in named)
            if (Named.FirstOrDefault(other => other.Name.Equals(argument.Name, StringComparison.OrdinalIgnoreCase)) is { } other)
                problems.Add($"argument '{argument.Name}' is given twice: {argument.Json} by position and {other.Json} by name");
        for (var i = named.Length; i < Positional.Length; i++)
            problems.Add($"surplus argument {i + 1}: {Positional[i]}; the task takes {names.Length} ({string.Join(", ", names)})");
        return problems.Count == 0 ? named : throw new UsageException([.. problems]);
    }
}

/// <summary>An argument with its name.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Json">The value.</param>
/// <param name="File">The file whose content is the value; null for none.</param>
internal sealed record NamedArgument(string Name, string Json, string? File = null)
{
    /// <summary>Reads <c>name=value</c>, or <c>name=@file</c>.</summary>
    public static bool TryParseArgument(string text, out NamedArgument argument)
    {
        var isNamed = TryParse(text, out argument);
        if (isNamed && text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..] is ['@', .. var file])
            argument = argument with { File = file };
        return isNamed;
    }

    /// <summary>Reads <c>name=value</c>.</summary>
    public static bool TryParse(string text, out NamedArgument argument)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        argument = equals > 0 ? new(text[..equals].Trim(), JobArguments.ToJson(text[(equals + 1)..])) : new("", "");
        return argument.Name.Length > 0;
    }

    /// <summary>Reads a JSON object as its fields, and <c>name=value</c> as one field.</summary>
    public static bool TryParseFields(string text, out NamedArgument[] fields)
    {
        fields = [];
        if (!text.TrimStart().StartsWith('{'))
        {
            if (TryParse(text, out var one))
                fields = [one];
            return fields.Length > 0;
        }
        try
        {
            using var json = JsonDocument.Parse(text);
            fields = [.. json.RootElement.EnumerateObject().Select(field => new NamedArgument(field.Name, field.Value.GetRawText()))];
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
