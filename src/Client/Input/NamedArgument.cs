using System.Text.Json;

namespace Gristmill.Client.Input;

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
            fields = [.. json.RootElement.EnumerateObject()
                .Select(field => new NamedArgument(field.Name, field.Value.GetRawText()))];
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
