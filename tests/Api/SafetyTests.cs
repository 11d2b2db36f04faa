using System.Net;

namespace Gristmill.Api.Tests;

public sealed class SafetyTests(OpenSilo silo)
{
    [Theory]
    [InlineData("attacker.example", 421)]
    [InlineData("127.0.0.1.attacker.example", 421)]
    [InlineData("192.0.2.1", 421)]
    [InlineData("localhost", 200)]
    [InlineData("[::1]:8080", 200)]
    public async Task On_loopback_a_foreign_host_is_refused(string host, int status)
    {
        foreach (var path in new[] { "/api/v1/silos", "/silos", "/health/live" })
        {
            using var answer = await silo.SendAsync(HttpMethod.Get, path, headers: ("Host", host));
            if (status == 200)
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            else
                await ApiSilo.ProblemAsync(answer, status);
        }
    }

    [Theory]
    [InlineData("http://attacker.example")]
    [InlineData("null")]
    [InlineData("http://localhost:1")]
    public async Task What_a_page_of_another_site_sends_is_refused(string origin)
    {
        using var answer =
            await silo.SendAsync(HttpMethod.Post, "/api/v1/jobs", """{"task": "x"}""", "application/json", ("Origin", origin));

        await ApiSilo.ProblemAsync(answer, 403);
    }

    [Fact]
    public async Task What_the_silos_own_pages_send_is_taken()
    {
        using var answer = await silo.SendAsync(
            HttpMethod.Post, "/api/v1/queues/own/resume", headers: ("Origin", silo.Url.GetLeftPart(UriPartial.Authority)));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/api/v1/silos")]
    [InlineData("/silos")]
    [InlineData("/nothing")]
    public async Task Every_answer_tells_browsers_what_not_to_do(string path)
    {
        using var answer = await silo.SendAsync(HttpMethod.Get, path);

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Pages_have_no_script_or_style_in_line()
    {
        var page = await silo.Http.GetStringAsync("/silos", TestContext.Current.CancellationToken);

        Assert.DoesNotMatch("<script(?![^>]* src=)|<style|\\son[a-z]+=", page);
    }
}
