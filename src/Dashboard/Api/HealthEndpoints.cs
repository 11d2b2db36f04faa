using Gristmill.Dashboard.Http;
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
        app.MapGet("/health/ready", Ready).AllowAnonymous()
            .Describe("Whether to send requests here",
            "503 while the silo starts or stops, or can keep nothing, with the reason.");
    }

    private static IResult Ready(IHostApplicationLifetime lifetime, HttpSettings settings, ISiloHealth health)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return Problem.Of(503, $"{settings.Silo} is stopping: it takes no jobs, and waits for those that it runs.");
        if (!lifetime.ApplicationStarted.IsCancellationRequested)
            return Problem.Of(503, $"{settings.Silo} is starting.");
        return health.Trouble is { } trouble ? Problem.Of(503, $"{settings.Silo} can keep nothing: {trouble}.")
            : TypedResults.Text("ready");
    }
}
