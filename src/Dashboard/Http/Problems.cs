using Gristmill.Core;
using Gristmill.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gristmill.Dashboard.Http;

/// <summary>
/// Whatever goes wrong with a request to the API is answered as a <see cref="Problem"/>, never with a stack trace.
/// </summary>
internal sealed partial class Problems(RequestDelegate next, ILogger<Problems> log)
{
    private static readonly string[] Paths = ["/api", "/health", "/metrics", "/openapi"];

    /// <summary>Whether programs call it, not people in a browser.</summary>
    public static bool IsApi(PathString path) =>
        Paths.Any(each => path.StartsWithSegments(each, StringComparison.OrdinalIgnoreCase));

    public async Task InvokeAsync(HttpContext context)
    {
        if (!IsApi(context.Request.Path))
        {
            await next(context);
            return;
        }
        try
        {
            await next(context);
            var response = context.Response;
            if (response is { StatusCode: >= 400, HasStarted: false } && response.ContentType is not Problem.MediaType)
                await Explain(context).ExecuteAsync(context);
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested)
        {
            LogLeft(e.GetType().Name);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await Explain(e).ExecuteAsync(context);
        }
        catch (Exception e) when (e is UsageException or GristmillException or TimeoutException or OrleansException)
        {
            // The answer is under way: that it ends here, without its end, is all that can still be said.
            if (e is not StoreUnavailableException) // Which the store itself tells.
                LogCut(e);
            context.Abort();
        }
    }

    private static Problem Explain(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound =>
            Problem.Of(404, $"There is nothing at {context.Request.Path}; /openapi/v1.json tells what there is."),
        StatusCodes.Status405MethodNotAllowed => Problem.Of(
            405, $"{context.Request.Method} cannot be used on {context.Request.Path}; it takes {context.Response.Headers.Allow}."),
        StatusCodes.Status416RangeNotSatisfiable => Problem.Of(
            416, [Fault.In("Range", context.Request.Headers.Range.ToString(), $"it must begin before the end of the content, {context.Response.Headers.ContentRange}")]),
        var status => Problem.Of(status, $"{context.Request.Method} {context.Request.Path} was refused."),
    };

    private Problem Explain(Exception error)
    {
        switch (error)
        {
            case ProblemException known:
                return known.Problem;
            case UsageException usage:
                return Problem.Of(400, usage.Problems);
            case UnknownJobException unknown:
                return Problem.Of(404, $"There is no job {unknown.Job}: it was never accepted, or has been deleted.");
            case UnknownSiloException or UnknownArtifactException:
                return Problem.Of(404, error.Message);
            case PluginOrderRefusedException:
                return Problem.Of(409, error.Message);
            case ArtifactRefusedException:
                return Problem.Of(422, [error.Message]);
            case JobRefusedException refused:
                return Problem.Of(422, refused.Problems);
            case StoreUnavailableException:
                return Problem.Of(503, error.Message);
            case ArgumentException: // Of a query: the message says which field and why.
                return Problem.Of(400, [error.Message]);
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Problem.Of(413,
                    $"The body is too large; at most {LineSubmission.LongestLine:N0} bytes are taken. Send many jobs to /api/v1/jobs/bulk.");
            case BadHttpRequestException bad:
                return Problem.Of(bad.StatusCode, bad.Message);
            case TimeoutException or OrleansException:
                LogLost(error);
                return Problem.Of(503,
                    "No silo answers at the moment; try again. Everything here may be repeated, submissions with an Idempotency-Key.");
            default:
                LogUnexpected(error);
                return Problem.Of(500, "The silo failed to answer. Its log tells why.");
        }
    }

    [LoggerMessage(LogLevel.Debug, "The client of a request left ({Error})")]
    private partial void LogLeft(string error);

    [LoggerMessage(LogLevel.Warning, "An answer was cut short")]
    private partial void LogCut(Exception error);

    [LoggerMessage(LogLevel.Warning, "A request found no silo that answers")]
    private partial void LogLost(Exception error);

    [LoggerMessage(LogLevel.Error, "A request failed")]
    private partial void LogUnexpected(Exception error);
}
