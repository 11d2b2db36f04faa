using System.Net;

namespace Gristmill.Api.Tests;

/// <summary>Has a silo of its own, since these orders hold for all of its jobs.</summary>
public sealed class SiloOrderTests(SiloOrderTests.Own silo) : IClassFixture<SiloOrderTests.Own>
{
    public sealed class Own() : ApiSilo(isOpen: true);

    [Fact]
    public async Task A_silo_is_cordoned_drained_and_uncordoned()
    {
        Assert.Equal("Cordoned", (await silo.PostAsync("/api/v1/silos/open/cordon")).GetProperty("state").GetString());
        Assert.Equal(0, (await silo.PostAsync("/api/v1/silos/open/drain")).GetProperty("running").GetInt32());
        Assert.Equal("Accepting", (await silo.PostAsync("/api/v1/silos/open/uncordon")).GetProperty("state").GetString());
        Assert.Equal(["open"],
            (await silo.GetAsync("/api/v1/silos")).EnumerateArray().Select(each => each.GetProperty("silo").GetString()));

        var running = await silo.SubmitAsync($$"""{"task": "{{ApiSilo.UntilCanceled}}"}""");
        await foreach (var view in silo.Jobs.Job(running).WatchAsync(TestContext.Current.CancellationToken))
            if (view.Status is JobStatus.Running)
                break;
        using var waiting = await silo.SendAsync(HttpMethod.Post, "/api/v1/silos/open/drain?wait=100ms");
        Assert.Equal(HttpStatusCode.Accepted, waiting.StatusCode);
        await silo.PostAsync($"/api/v1/jobs/{running}/cancel");
        Assert.Equal(0, (await silo.PostAsync("/api/v1/silos/open/drain")).GetProperty("running").GetInt32());
        await silo.PostAsync("/api/v1/silos/open/uncordon");
    }

    [Fact]
    public async Task A_silo_that_is_none_is_told_with_those_there_are()
    {
        using var answer = await silo.SendAsync(HttpMethod.Post, "/api/v1/silos/nowhere/cordon");

        Assert.Contains("those are open", (await ApiSilo.ProblemAsync(answer, 404)).GetProperty("detail").GetString(),
            StringComparison.Ordinal);
    }
}
