using System.Text.Encodings.Web;
using System.Text.Json;
using Gristmill.Core;

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
    /// <exception cref="UsageException">
    /// There are more positional arguments than parameters, or one is given by name, too.
    /// </exception>
    public string ToJson(TaskDescriptor? task) => Named.Length == 0
        ? $"[{string.Join(',', Positional)}]"
        : ToJson(Name(task).Concat(Named));

    /// <summary>Named values as one JSON object.</summary>
    public static string ToJson(IEnumerable<NamedArgument> fields) =>
        $"{{{string.Join(',', fields.Select(field => $"{Quote(field.Name)}:{field.Json}"))}}}";

    private static string Quote(string text) =>
        $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

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
