using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gristmill.Cluster;

/// <summary>A collector for OTLP over HTTP, which keeps what it is sent as the bytes it came in.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Signal, byte[] Body)> _received = new();

    private Collector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            _received.Enqueue((signal, body.ToArray()));
            return Results.Bytes([], request.ContentType);
        });
    }

    public string Url => _app.Urls.First();

    public static async Task<Collector> StartAsync()
    {
        var collector = new Collector();
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>Whether one message of a signal (traces, metrics, logs) holds all of some texts and bytes.</summary>
    public bool Has(string signal, params object[] parts) => _received.Any(each => each.Signal == signal && parts.All(part =>
        each.Body.AsSpan().IndexOf(part as byte[] ?? Encoding.UTF8.GetBytes((string)part)) >= 0));

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
