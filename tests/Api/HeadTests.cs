using System.Net;
using System.Text.Json;

namespace Gristmill.Api.Tests;

public sealed class HeadTests(OpenSilo silo)
{
    [Fact]
    public async Task Whatever_can_be_got_can_be_asked_for_without_its_body()
    {
        var id = await silo.SubmitAsync($$"""{"task": "{{ApiSilo.Fibonacci}}", "args": [1]}""");
        await silo.Jobs.Job(id).WaitAsync(TestContext.Current.CancellationToken);
        var api = await silo.GetAsync("/openapi/v1.json");
        var addresses = api.GetProperty("paths").EnumerateObject().Where(path => path.Value.TryGetProperty("get", out _))
            .Select(path => path.Name)
            .Select(path =>
                path.Replace("{id}", $"{id}", StringComparison.Ordinal).Replace("{name}", "none", StringComparison.Ordinal)).ToArray();

        Assert.Contains($"/api/v1/jobs/{id}/logs/follow", addresses);
        foreach (var address in addresses.Concat(["/openapi/v1.json", "/", "/jobs", "/login", "/app/app.css"]))
        {
            using var get = await silo.SendAsync(HttpMethod.Get, address);
            using var head = await silo.SendAsync(HttpMethod.Head, address);

            Assert.Equal((address, get.StatusCode, get.Content.Headers.ContentType),
                (address, head.StatusCode, head.Content.Headers.ContentType));
            Assert.Equal("", await head.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task What_cannot_be_got_cannot_be_asked_for_without_its_body()
    {
        using var answer = await silo.SendAsync(HttpMethod.Head, "/api/v1/jobs/bulk");

        Assert.Equal((HttpStatusCode.MethodNotAllowed, "POST"), (answer.StatusCode, Assert.Single(answer.Content.Headers.Allow)));
    }

    [Fact]
    public async Task The_document_tells_of_no_address_twice()
    {
        var api = await silo.GetAsync("/openapi/v1.json");

        Assert.DoesNotContain(api.GetProperty("paths").EnumerateObject(), path =>
            path.Value.TryGetProperty("head", out JsonElement _));
    }
}
