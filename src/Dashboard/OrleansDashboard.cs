using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Dashboard;

namespace Gristmill.Dashboard;

/// <summary>The dashboard of Orleans, beside ours. Whoever may see our pages may see it; it changes nothing.</summary>
public static class OrleansDashboard
{
    /// <summary>Its address: everything below it is its.</summary>
    public const string Path = "/orleans";

    /// <summary>
    /// Maps it when somebody first asks for it: it compresses its pages then, which would be a tenth of the start of a silo.
    /// </summary>
    /// <param name="app">The silo's web application.</param>
    public static void MapOrleansDashboard(this IEndpointRouteBuilder app)
    {
        var pages = new Lazy<RequestDelegate>(() =>
        {
            var branch = new ApplicationBuilder(app.ServiceProvider);
            branch.UseRouting();
            branch.UseEndpoints(endpoints => endpoints.MapOrleansDashboard(Path).ExcludeFromDescription());
            return branch.Build();
        });
        app.Map(Path + "/{**rest}", context =>
        {
            context.SetEndpoint(null); // Or the branch's own routing would leave it as it is.
            return pages.Value(context);
        }).ExcludeFromDescription();
    }
}
