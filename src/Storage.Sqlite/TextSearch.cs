using System.Text;
using Gristmill.Core;

namespace Gristmill.Storage.Sqlite;

/// <summary>How a text is sought in jobs, whatever the case of its letters.</summary>
internal static class TextSearch
{
    // As they are shown: without secrets.
    private const string Arguments = "coalesce(options ->> '$.transforms.arguments', args)";

    private const string Error =
        "iif(error IS NULL, '', (error ->> '$.type') || ' ' || (error ->> '$.message') || ' ' || coalesce(error ->> '$.detail', ''))";

    /// <summary>Names the function that <see cref="Fold"/> is.</summary>
    public const string FoldName = "fold";

    public static string Fold(string text) => text.ToLowerInvariant();

    /// <summary>The condition; <see cref="Bind"/> gives its parameters.</summary>
    public static string Condition(string text)
    {
        // SQLite's own function is the faster, and knows the letters A to Z.
        var lower = Ascii.IsValid(text) ? "lower" : FoldName;
        var whole = $"instr({lower}(title || ' ' || task || ' ' || {Arguments} || ' ' || {Error}), {lower}(?)) > 0";
        return IsEscaped(text) ? $"({whole} OR instr({lower}({Arguments}), {lower}(?)) > 0)" : whole;
    }

    public static void Bind(SqliteStatement rows, string text)
    {
        rows.With(text);
        if (IsEscaped(text))
            rows.With(JsonText.Within(text));
    }

    // Arguments are JSON. A person may mean what stands there, or the text that it says: C:\data is "C:\\data".
    private static bool IsEscaped(string text) => JsonText.Within(text) != text;
}
