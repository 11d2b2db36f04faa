using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Gristmill.Dashboard.Http;

/// <summary>
/// Style sheets and scripts. They are in the assembly: whichever program hosts a silo has them, without a network.
/// </summary>
internal static class DashboardAssets
{
    private const string Prefix = "assets/";

    private static readonly Assembly Assembly = typeof(DashboardAssets).Assembly;

    private static readonly Dictionary<string, Asset> All = Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[Prefix.Length..], name => new Asset(Assembly, name));

    /// <summary>The address of an asset, which changes with its content: browsers keep what they have until it does.</summary>
    public static string Url(string path) => $"{path}?{Asset.Version}={All[path].Hash}";

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var (path, asset) in All)
            app.MapGet(path, asset.Answer).AllowAnonymous(); // The login page is made of them, too.
    }
}
