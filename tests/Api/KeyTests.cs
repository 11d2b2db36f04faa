using System.Net;
using System.Text.RegularExpressions;
using Gristmill.Dashboard;
using Gristmill.Grains;
using Gristmill.Hosting;

namespace Gristmill.Api.Tests;

public sealed partial class KeyTests(LockedSilo silo)
{
    [Fact]
    public async Task Without_a_key_nothing_is_told_but_health()
    {
        foreach (var path in new[] { "/api/v1/jobs", "/metrics", "/openapi/v1.json" })
        {
            using var answer = await silo.SendAsync(HttpMethod.Get, path);
            await ApiSilo.ProblemAsync(answer, 401);
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        }
        Assert.Equal("live", await silo.Http.GetStringAsync("/health/live", TestContext.Current.CancellationToken));
        using var page = await silo.SendAsync(HttpMethod.Get, "/silos?a=1");
        Assert.Equal((HttpStatusCode.Redirect, "/login?to=%2Fsilos%3Fa%3D1"),
            (page.StatusCode, page.Headers.Location!.ToString()));
    }

    [Fact]
    public async Task A_viewer_sees_and_changes_nothing()
    {
        using var viewer = silo.Client(silo.MakeKey(Roles.Viewer));

        using var seen = await viewer.GetAsync("/api/v1/jobs", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, seen.StatusCode);
        foreach (var (method, path) in new[]
        {
            ("POST", "/api/v1/jobs"), ("POST", "/api/v1/jobs/bulk"), ("POST", $"/api/v1/jobs/{Guid.NewGuid()}/cancel"),
            ("DELETE", $"/api/v1/jobs/{Guid.NewGuid()}"),
            ("POST", $"/api/v1/jobs/{Guid.NewGuid()}/retry"), ("POST", "/api/v1/queues/default/pause"),
            ("POST", "/api/v1/queues/default/purge"),
            ("POST", "/api/v1/silos/locked/cordon"), ("POST", "/api/v1/silos/locked/drain"),
            ("POST", "/api/v1/plugins/gwexample/disable"),
            ("POST", "/api/v1/plugins/gwexample/enable"), ("PUT", $"/api/v1/jobs/{Guid.NewGuid()}/artifacts/x"),
        })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var answer = await viewer.SendAsync(request, TestContext.Current.CancellationToken);
            await ApiSilo.ProblemAsync(answer, 403);
        }
    }

    [Fact]
    public async Task An_operator_acts_under_the_name_of_the_key_until_it_is_revoked()
    {
        var key = silo.MakeKey(Roles.Operator);
        using var client = silo.Client(key);

        using var done = await client.PostAsync("/api/v1/queues/mine/pause", null, TestContext.Current.CancellationToken);
        Assert.StartsWith("operator-", (await ApiSilo.JsonAsync(done)).GetProperty("by").GetString(), StringComparison.Ordinal);
        silo.Revoke(key);

        using var refused = await client.PostAsync("/api/v1/queues/mine/resume", null, TestContext.Current.CancellationToken);
        await ApiSilo.ProblemAsync(refused, 401);
    }

    [Fact]
    public async Task A_browser_logs_in_with_a_key_and_is_out_again_when_it_is_revoked()
    {
        var key = silo.MakeKey(Roles.Viewer);
        var (token, formCookie) = await FormAsync();

        using var entered = await LogInAsync(key, token, formCookie);
        Assert.Equal((HttpStatusCode.Redirect, "/silos"), (entered.StatusCode, entered.Headers.Location!.ToString()));
        var cookie = entered.Headers.GetValues("Set-Cookie")
            .Single(each => each.StartsWith("gristmill-key-", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);

        var mine = ("Cookie", cookie.Split(';')[0]);
        using var page = await silo.SendAsync(HttpMethod.Get, "/silos", headers: mine);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        using var order = await silo.SendAsync(HttpMethod.Post, "/api/v1/silos/locked/cordon", headers: mine);
        await ApiSilo.ProblemAsync(order, 403);
        silo.Revoke(key);
        using var gone = await silo.SendAsync(HttpMethod.Get, "/silos", headers: mine);
        Assert.Equal(HttpStatusCode.Redirect, gone.StatusCode);
    }

    [Fact]
    public async Task A_login_that_the_form_did_not_send_is_refused()
    {
        using var answer = await LogInAsync(silo.MakeKey(Roles.Viewer), "forged", "");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.TryGetValues("Set-Cookie", out var cookies)
            && cookies.Any(each => each.StartsWith("gristmill-key-", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("http://192.0.2.1:8080")]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://loopback:8080")]
    public async Task A_silo_does_not_listen_for_other_machines_before_there_is_a_key(string url)
    {
        var data = Directory.CreateTempSubdirectory("gristmill-api-");

        var refused = await Assert.ThrowsAsync<SiloStartException>(() =>
            SiloHost.StartAsync(new SiloOptions { Data = data.FullName, Http = url }));

        Assert.Contains("gristmill keys create", refused.Message, StringComparison.Ordinal);
        data.Delete(recursive: true);
    }

    private async Task<(string Token, string Cookie)> FormAsync()
    {
        using var form = await silo.SendAsync(HttpMethod.Get, "/login?to=/silos");
        var html = await form.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (Token().Match(html).Groups[1].Value, form.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
    }

    private Task<HttpResponseMessage> LogInAsync(string key, string token, string cookie) => silo.SendAsync(
        HttpMethod.Post, "/login?to=/silos",
        $"key={Uri.EscapeDataString(key)}&__RequestVerificationToken={Uri.EscapeDataString(token)}",
        "application/x-www-form-urlencoded", ("Cookie", cookie));

    [GeneratedRegex("""type="hidden" value="([^"]+)""")]
    private static partial Regex Token();
}

/// <summary>Has a silo of its own, since whoever failed too often is refused for a minute.</summary>
public sealed class AttemptTests(AttemptTests.Own silo) : IClassFixture<AttemptTests.Own>
{
    public sealed class Own() : ApiSilo(isOpen: false);

    [Fact]
    public async Task Wrong_keys_are_slowed_down_and_right_ones_are_not()
    {
        using var stranger = silo.Client("gm_wrongkey_wrong");
        using var known = silo.Client(silo.MakeKey(Roles.Viewer));
        for (var i = 0; i < 10; i++)
        {
            using var refused = await stranger.GetAsync("/api/v1/jobs", TestContext.Current.CancellationToken);
            await ApiSilo.ProblemAsync(refused, 401);
        }

        using var slowed = await stranger.GetAsync("/api/v1/jobs", TestContext.Current.CancellationToken);
        using var taken = await known.GetAsync("/api/v1/jobs", TestContext.Current.CancellationToken);

        await ApiSilo.ProblemAsync(slowed, 429);
        Assert.NotNull(slowed.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }
}
