using System.Net.ServerSentEvents;
using System.Text;
using Gristmill.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gristmill.Dashboard.Api;

/// <summary>
/// Events as they happen. The headers are sent at once and a comment whenever nothing has happened for <see cref="Quiet"/>, so
/// that neither the client nor what is between takes the connection for dead.
/// </summary>
/// <param name="events">What to send; each one's data is a single line. Ends when the client leaves.</param>
/// <param name="clock">Measures the silence.</param>
internal sealed class EventStream(IAsyncEnumerable<SseItem<string>> events, TimeProvider clock) : IResult
{
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache,no-store";
        response.Headers["X-Accel-Buffering"] = "no"; // nginx would keep the events until it has a bufferful.
        httpContext.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
        await response.StartAsync(httpContext.RequestAborted);
        if (HttpMethods.IsHead(httpContext.Request.Method))
            return;
        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
        await using var next = events.GetAsyncEnumerator(CancellationToken.None);
        while (true)
        {
            var isThere = next.MoveNextAsync().AsTask();
            while (!await isThere.EndsWithinAsync(Quiet, clock))
                await WriteAsync(response, ":\n\n");
            if (!await isThere)
                return;
            await WriteAsync(response, Text(next.Current));
        }
    }

    // Nobody is there to be told that a client has left: the events end then.
    private static async Task WriteAsync(HttpResponse response, string text)
    {
        Encoding.UTF8.GetBytes(text, response.BodyWriter);
        await response.BodyWriter.FlushAsync(CancellationToken.None);
    }

    private static string Text(SseItem<string> item) => item.EventId is { } id
        ? $"event: {item.EventType}\ndata: {item.Data}\nid: {id}\n\n"
        : $"event: {item.EventType}\ndata: {item.Data}\n\n";
}
