using Gristmill.Dashboard.Http;
using Gristmill.Dashboard.Security;
using Gristmill.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Dashboard.Api;

/// <summary>The REST API, inside a silo's web server, and what keeps the server's port safe.</summary>
public static class ApiHost
{
    /// <summary>Adds what the API needs.</summary>
    /// <param name="builder">The silo's web application; a <see cref="JobClient"/> is among its services.</param>
    /// <param name="settings">What the port must know of its silo.</param>
    public static void AddApi(this WebApplicationBuilder builder, HttpSettings settings)
    {
        builder.Services.AddSingleton(settings);
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = LineSubmission.LongestLine;
        });
        builder.Services.AddSingleton<MetricsEndpoint>();
        ApiDocument.Add(builder.Services);
        builder.Services.AddSecurity(settings);
    }

    /// <summary>Maps the API, behind what every request passes first; to be called before anything else is mapped.</summary>
    /// <param name="app">The silo's web application.</param>
    public static void MapApi(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<Problems>();
        app.UseMiddleware<SameSite>();
        app.UseAuthentication();
        app.UseAuthorization();
        var all = app.MapGroup("").TakesHead();
        Login.Map(all);
        ApiDocument.Map(all);
        var health = all.MapGroup("").WithTags("Health");
        HealthEndpoints.Map(health);
        MetricsEndpoint.Map(health);
        var api = all.MapGroup("/api/v1");
        var jobs = api.MapGroup("").WithTags("Jobs");
        SubmitEndpoints.Map(jobs);
        JobEndpoints.Map(jobs);
        FollowEndpoints.Map(jobs);
        ArtifactEndpoints.Map(jobs);
        PluginEndpoints.Map(api.MapGroup("").WithTags("Plugins"));
        ClusterEndpoints.Map(api.MapGroup("").WithTags("Cluster"));
    }
}
