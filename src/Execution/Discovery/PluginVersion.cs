using NuGet.Versioning;

namespace Gristmill.Execution.Discovery;

/// <summary>
/// The order of versions, as NuGet has it: numbers by value, and a pre-release (<c>2.0.0-beta.1</c>) before its release. What
/// follows a + is ignored. A name that is no version is older than any.
/// </summary>
public static class PluginVersion
{
    public static IComparer<string> Order { get; } = Comparer<string>.Create(Compare);

    private static int Compare(string one, string other) => (Parse(one), Parse(other)) switch
    {
        (null, null) => string.CompareOrdinal(one, other),
        var (version, otherVersion) => VersionComparer.Default.Compare(version, otherVersion),
    };

    private static NuGetVersion? Parse(string version) => NuGetVersion.TryParse(version, out var parsed) ? parsed : null;
}
