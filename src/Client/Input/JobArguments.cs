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
    /// <exception cref="UsageException">There are more positional arguments than the task has parameters.</exception>
    public string ToJson(TaskDescriptor? task)
    {
        if (Named.Length == 0)
            return $"[{string.Join(',', Positional)}]";
        // What is given twice stays twice, for the cluster to refuse together with all that is wrong besides.
        return $"{{{string.Join(',', Name(task).Concat(Named).Select(argument => $"{Quote(argument.Name)}:{argument.Json}"))}}}";
    }

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private IEnumerable<NamedArgument> Name(TaskDescriptor? task)
    {
        var names = task?.Parameters.Select(parameter => parameter.Name).ToArray() ?? [];
        if (Positional.Length > names.Length)
            throw new UsageException([.. Positional[names.Length..].Select((argument, i) =>
                $"surplus argument {names.Length + i + 1}: {argument}; the task takes {names.Length} ({string.Join(", ", names)})")]);
        return Positional.Select((argument, i) => new NamedArgument(names[i], argument));
    }
}

/// <summary>An argument with its name.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Json">The value.</param>
internal sealed record NamedArgument(string Name, string Json)
{
    /// <summary>Reads <c>name=value</c>.</summary>
    public static bool TryParse(string text, out NamedArgument argument)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        argument = equals > 0 ? new(text[..equals].Trim(), JobArguments.ToJson(text[(equals + 1)..])) : new("", "");
        return argument.Name.Length > 0;
    }
}
