using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Gristmill.Dashboard.Api;

/// <summary>What supervisors and load balancers ask. Open to all: it tells nothing else.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => TypedResults.Text("live")).AllowAnonymous().Describe("Whether the process answers", "");
        app.MapGet("/health/ready", Ready).AllowAnonymous().Describe("Whether to send requests here", "503 while the silo starts or stops, with the reason.");
    }

    private static IResult Ready(IHostApplicationLifetime lifetime, HttpSettings settings)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return Problem.Of(503, $"{settings.Silo} is stopping: it takes no jobs, and waits for those that it runs.");
        return lifetime.ApplicationStarted.IsCancellationRequested
            ? TypedResults.Text("ready")
            : Problem.Of(503, $"{settings.Silo} is starting.");
    }
}
