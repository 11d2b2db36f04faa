using System.Net;
using Gristmill.BuiltIn.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gristmill.BuiltIn.Tests.Http;

/// <summary>Requests as jobs, to a server in this process.</summary>
public sealed class HttpTasksTests : IAsyncLifetime
{
    private readonly ImpatientClock _clock = new(TimeSpan.FromSeconds(60));
    private readonly TaskHarness _harness;
    private readonly BuiltInOptions _options = new();
    private readonly List<string> _requests = [];
    private WebApplication _server = null!;
    private string _url = null!;
    private RequestDelegate _answer = context => context.Response.WriteAsync("hello");

    public HttpTasksTests() => _harness = new() { Clock = _clock };

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            _requests.Add($"{context.Request.Method} {context.Request.Path} {context.Request.Headers["X-Key"]} {await body.ReadToEndAsync()}".TrimEnd());
            await _answer(context);
        });
        await _server.StartAsync();
        _url = _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        _options.Hosts = [new Uri(_url).Authority];
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _harness.Dispose();
    }

    [Fact]
    public async Task A_request_is_sent_and_its_answer_is_the_result()
    {
        var result = await RunAsync(task =>
            Http.Http(task, $"{_url}/path", "POST", new() { ["X-Key"] = "k", ["Content-Type"] = "application/json" }, "{}"));

        Assert.Equal((200, "hello", 1), (result.Status, result.Body, result.Attempts));
        Assert.Equal(["POST /path k {}"], _requests);
    }

    [Fact]
    public async Task A_content_is_kept_with_the_job_if_it_is_to_be()
    {
        var result = await RunAsync(task => Http.Http(task, _url, keep: "page.txt"));

        Assert.Equal((null, "page.txt"), (result.Body, result.Kept!.Name));
        Assert.Equal("hello"u8.ToArray(), _harness.Artifacts["page.txt"]);
    }

    [Fact]
    public async Task What_may_pass_is_tried_again_after_a_pause_that_grows_or_that_the_server_names()
    {
        _answer = context =>
        {
            context.Response.StatusCode = _requests.Count switch { 1 => 503, 2 => 500, 3 => 429, _ => 200 };
            if (_requests.Count == 3)
                context.Response.Headers.RetryAfter = "7";
            return Task.CompletedTask;
        };

        var result = await RunAsync(task => Http.Http(task, _url, attempts: 4));

        Assert.Equal((200, 4), (result.Status, result.Attempts));
        Assert.Equal([1, 2, 7], _clock.Passed.Select(pause => pause.TotalSeconds));
    }

    [Fact]
    public async Task The_last_failure_is_the_jobs()
    {
        _answer = context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };

        var error = await Assert.ThrowsAsync<TaskFailedException>(() => RunAsync(task => Http.Http(task, _url)));
        Assert.Equal("the answer is 503 (tried 3 times)", error.Message);

        Assert.Equal(503, (await RunAsync(task => Http.Http(task, _url, "POST", allowErrors: true))).Status);
        Assert.Equal(4, _requests.Count);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_tried_again_and_told()
    {
        _answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        var error = await Assert.ThrowsAsync<TaskFailedException>(() =>
            RunAsync(task => Http.Http(task, _url, "PUT", attempts: 2)));

        Assert.EndsWith("(tried 2 times)", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, _requests.Count);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_in_time_is_given_up()
    {
        _answer = context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);

        // 30 s pass at once on this clock.
        var error = await Assert.ThrowsAsync<TaskFailedException>(() =>
            RunAsync(task => Http.Http(task, _url, attempts: 1, timeout: 30)));

        Assert.EndsWith("no answer within 30 s (tried 1 times)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_reaches_a_request_under_way()
    {
        _answer = context =>
        {
            _harness.Cancel();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(task => Http.Http(task, _url)));

        Assert.Single(_requests);
    }

    [Theory]
    [InlineData("GET", "X-Tidy", "a\r\nX-Other: b",
        "the header 'X-Tidy' has a line break or a null character in it, which could be another header")]
    [InlineData("GET", "host", "elsewhere", "the header 'Host' is the address's own: ask for another address")]
    [InlineData("GET / HTTP/1.1\r\n", "X-Tidy", "a", "'GET / HTTP/1.1\r\n' is no method such as GET or POST")]
    public async Task What_would_be_another_request_is_refused(string method, string header, string value, string why)
    {
        var error = await Assert.ThrowsAsync<TaskFailedException>(() =>
            RunAsync(task => Http.Http(task, _url, method, headers: new() { [header] = value })));

        Assert.Equal(why, error.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_that_is_too_large_is_refused_whether_it_says_so_or_not(bool says)
    {
        _answer = async context =>
        {
            if (says)
                context.Response.ContentLength = 1001;
            await context.Response.Body.WriteAsync(new byte[1001]);
        };

        var error = await Assert.ThrowsAsync<TaskFailedException>(() =>
            RunAsync(task => Http.Http(task, _url, keep: "x", maxBytes: 1000)));

        Assert.Contains("answers with more than 1,000 bytes; raise maxBytes", error.Message, StringComparison.Ordinal);
        Assert.Equal(1001, (await RunAsync(task => Http.Http(task, _url, keep: "x", maxBytes: 1001))).Kept!.Bytes);
    }

    [Theory]
    [InlineData("http://example.org/", "example.org", ":Hosts")]
    [InlineData("http://example.org:81/", "example.org:81", ":Hosts")]
    [InlineData("http://127.0.0.1.example.org/", "127.0.0.1.example.org", ":Hosts")]
    public async Task Only_hosts_that_are_listed_are_asked(string url, string host, string setting)
    {
        var error = await Assert.ThrowsAsync<NotAllowedException>(() => RunAsync(task => Http.Http(task, url)));

        Assert.StartsWith($"the host '{host}' is not allowed", error.Message, StringComparison.Ordinal);
        Assert.Contains(setting, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_to_a_host_that_is_not_listed_is_not_followed()
    {
        _answer = context =>
        {
            context.Response.Redirect(_requests.Count == 1 ? "/next" : "http://example.org/");
            return Task.CompletedTask;
        };

        await Assert.ThrowsAsync<NotAllowedException>(() => RunAsync(task => Http.Http(task, _url, "POST", body: "secret")));

        Assert.Equal(["POST /  secret", "GET /next"], _requests);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("no address")]
    public async Task What_is_no_address_is_refused(string url) =>
        Assert.Equal($"'{url}' is no address; expected http://… or https://…",
            (await Assert.ThrowsAsync<TaskFailedException>(() => RunAsync(task => Http.Http(task, url)))).Message);

    private HttpTasks Http => new(_options);

    private Task<HttpResult> RunAsync(Func<TaskContext, Task<HttpResult>> run) => _harness.RunAsync(run);
}
