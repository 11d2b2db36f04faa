using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Gristmill.Api.Tests;
using Gristmill.Dashboard.Http;
using Gristmill.Dashboard.Security;
using Gristmill.Grains;
using Gristmill.Hosting;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(OpenSilo))]
[assembly: AssemblyFixture(typeof(LockedSilo))]

namespace Gristmill.Api.Tests;

/// <summary>A silo on a loopback port of its own, which everybody may use.</summary>
public sealed class OpenSilo() : ApiSilo(isOpen: true);

/// <summary>
/// A silo that asks for keys as it would on an address that other machines reach; the tests reach it by loopback.
/// </summary>
public sealed class LockedSilo() : ApiSilo(isOpen: false);

public class ApiSilo(bool isOpen, TimeProvider? clock = null) : IAsyncLifetime
{
    private readonly Lock _keys = new();
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("gristmill-api-");
    private SiloHost? _silo;

    public const string Fibonacci = "gwexample.analyses.tasks.fibonacci";
    public const string Chatty = "gwexample.analyses.tasks.chatty";
    public const string UntilCanceled = "gwexample.analyses.tasks.untilcanceled";

    public string Name { get; } = isOpen ? "open" : "locked";

    public Uri Url => new(_silo!.Url!);

    public HttpClient Http { get; private set; } = null!;

    public JobClient Jobs { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var options = new SiloOptions
        {
            Name = Name,
            Data = _data.FullName,
            Http = "http://127.0.0.1:0",
            Concurrency = 4,
            ShutdownGrace = TimeSpan.Zero,
            LogLevel = Microsoft.Extensions.Logging.LogLevel.Error,
        };
        _silo = await SiloHost.StartAsync(options, host =>
            host.Services.AddSingleton(new HttpSettings(Name, _data.FullName, isOpen, clock ?? TimeProvider.System)));
        Http = Client();
        Jobs = new JobClient(_silo.Grains);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _silo!.DisposeAsync();
        _data.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    public HttpClient Client(string? key = null)
    {
        var client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // A silo that is busy may take its time to refuse a body.
            Expect100ContinueTimeout = TimeSpan.FromMinutes(1),
        })
        { BaseAddress = Url };
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    public string MakeKey(string role)
    {
        lock (_keys)
            return new ApiKeys(_data.FullName).Create($"{role}-{Guid.NewGuid():n}", role, TimeProvider.System.GetUtcNow());
    }

    public void Revoke(string key)
    {
        lock (_keys)
        {
            var keys = new ApiKeys(_data.FullName);
            keys.Revoke(keys.Find(key)!.Name);
        }
    }

    /// <summary>Submits a job over HTTP.</summary>
    public async Task<Guid> SubmitAsync(string json)
    {
        using var answer = await SendAsync(HttpMethod.Post, "/api/v1/jobs", json);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await JsonAsync(answer)).GetProperty("id").GetGuid();
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null,
        string type = "application/json", params (string, string)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await JsonAsync(answer);
    }

    public async Task<JsonElement> PostAsync(string path, string? body = null)
    {
        using var answer = await SendAsync(HttpMethod.Post, path, body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await JsonAsync(answer);
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
    {
        using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        return json.RootElement.Clone();
    }

    /// <summary>The problem document that a request was refused with.</summary>
    public static async Task<JsonElement> ProblemAsync(HttpResponseMessage answer, int status)
    {
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = await JsonAsync(answer);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEqual("", problem.GetProperty("title").GetString());
        Assert.DoesNotContain("   at ", problem.GetRawText(), StringComparison.Ordinal);
        return problem;
    }
}
