using System.Net;
using Gristmill.Dashboard;

namespace Gristmill.Api.Tests;

/// <summary>The dashboard of Orleans, which is let in by the same rules.</summary>
public sealed class OrleansDashboardTests(LockedSilo silo)
{
    [Fact]
    public async Task A_viewer_sees_it_and_nobody_else_does()
    {
        using var viewer = silo.Client(silo.MakeKey(Roles.Viewer));

        using var refused = await silo.SendAsync(HttpMethod.Get, "/orleans/ClusterStats");
        using var page = await viewer.GetAsync("/orleans/", TestContext.Current.CancellationToken);
        using var figures = await viewer.GetAsync("/orleans/ClusterStats", TestContext.Current.CancellationToken);
        using var log = await viewer.GetAsync("/orleans/Trace", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Redirect, "/login?to=%2Forleans%2FClusterStats"),
            (refused.StatusCode, refused.Headers.Location!.ToString()));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Forbidden),
            (page.StatusCode, figures.StatusCode, log.StatusCode));
    }
}
