using System.Globalization;

namespace Gristmill.Grains.Plugins;

/// <summary>
/// The order of versions: numbers by value, and a pre-release (<c>2.0.0-beta.1</c>) before its release. What follows a + is
/// ignored. A name that is no version is older than any.
/// </summary>
internal static class PluginVersion
{
    public static IComparer<string> Order { get; } = Comparer<string>.Create(Compare);

    private static int Compare(string one, string other)
    {
        var (release, preview) = Split(one);
        var (otherRelease, otherPreview) = Split(other);
        var order = CompareParts(release, otherRelease, missing: "0", wordsFirst: true);
        if (order != 0)
            return order;
        return (preview, otherPreview) switch
        {
            ("", "") => 0,
            ("", _) => 1,
            (_, "") => -1,
            _ => CompareParts(preview, otherPreview, missing: "", wordsFirst: false),
        };
    }

    private static (string Release, string Preview) Split(string version)
    {
        version = version.Split('+', 2)[0];
        var dash = version.IndexOf('-', StringComparison.Ordinal);
        return dash < 0 ? (version, "") : (version[..dash], version[(dash + 1)..]);
    }

    private static int CompareParts(string one, string other, string missing, bool wordsFirst)
    {
        var (parts, others) = (one.Split('.'), other.Split('.'));
        for (var i = 0; i < Math.Max(parts.Length, others.Length); i++)
        {
            var order = ComparePart(i < parts.Length ? parts[i] : missing, i < others.Length ? others[i] : missing, wordsFirst);
            if (order != 0)
                return order;
        }
        return 0;
    }

    private static int ComparePart(string one, string other, bool wordsFirst)
    {
        var number = ulong.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        var otherNumber = ulong.TryParse(other, NumberStyles.None, CultureInfo.InvariantCulture, out var otherValue);
        return (number, otherNumber) switch
        {
            (true, true) => value.CompareTo(otherValue),
            (true, false) => wordsFirst || other.Length == 0 ? 1 : -1,
            (false, true) => wordsFirst || one.Length == 0 ? -1 : 1,
            _ => string.CompareOrdinal(one, other),
        };
    }
}
