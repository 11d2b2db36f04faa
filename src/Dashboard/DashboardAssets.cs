using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;

namespace Gristmill.Dashboard;

/// <summary>Style sheets, scripts and fonts. They are in the assembly: whichever program hosts a silo has them, without a network.</summary>
internal static class DashboardAssets
{
    private const string Prefix = "assets/";

    private static readonly Assembly Assembly = typeof(DashboardAssets).Assembly;
    private static readonly FileExtensionContentTypeProvider Types = new();

    /// <summary>A query that changes with the build, for addresses: browsers keep what they have until it does.</summary>
    public static string Version { get; } = Assembly.ManifestModule.ModuleVersionId.ToString("N")[..8];

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var name in Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            Types.TryGetContentType(name, out var type);
            app.MapGet(name[Prefix.Length..], (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache";
                return Results.Stream(Assembly.GetManifestResourceStream(name)!, type ?? "application/octet-stream");
            }).AllowAnonymous(); // The login page is made of them, too.
        }
    }
}
