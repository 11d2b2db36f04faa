namespace Gristmill.Bench;

/// <summary>Puts a report where readers look for it.</summary>
internal static class Publication
{
    private const string Begin = "<!-- figures -->";
    private const string End = "<!-- end of figures -->";

    /// <summary>The page with the report in the place of the one before.</summary>
    /// <exception cref="BenchException">The page does not say where.</exception>
    public static string Insert(string page, string report)
    {
        var begin = page.IndexOf(Begin, StringComparison.Ordinal);
        var end = page.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? $"{page[..(begin + Begin.Length)]}\n{report}{page[end..]}"
            : throw new BenchException($"the page needs a line '{Begin}' and below it a line '{End}', to put the figures between");
    }
}
