using Gristmill.Dashboard.Http;
using Gristmill.Dashboard.Live;
using Gristmill.Dashboard.Overview;
using Gristmill.Dashboard.Parts;
using Gristmill.Dashboard.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Radzen;

namespace Gristmill.Dashboard;

/// <summary>The dashboard, inside a silo's web server. Its pages read through the silo's own <see cref="JobClient"/>.</summary>
public static class DashboardHost
{
    /// <summary>Adds what the pages need.</summary>
    /// <param name="services">The silo's services; a <see cref="JobClient"/> is among them.</param>
    public static IServiceCollection AddDashboard(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddRadzenComponents();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Feeds>();
        services.AddSingleton<ClusterHistory>();
        services.AddHostedService<Sampler>();
        services.AddScoped<Looking>();
        services.AddScoped<Viewer>();
        services.AddScoped<CircuitHandler, Turnstile>();
        services.AddScoped<Actions>();
        return services;
    }

    /// <summary>Maps the pages and what they load.</summary>
    /// <param name="app">The silo's web application.</param>
    public static void MapDashboard(this WebApplication app)
    {
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use((context, next) =>
        {
            if (Problems.IsApi(context.Request.Path)) // Programs are answered with a problem document.
                context.Features.Get<IStatusCodePagesFeature>()!.Enabled = false;
            return next(context);
        });
        app.UseAntiforgery();
        DashboardAssets.Map(app.MapGroup("").TakesHead());
        app.MapRazorComponents<Layout.App>().AddInteractiveServerRenderMode().TakesHead();
    }
}
