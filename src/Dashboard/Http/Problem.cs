using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Gristmill.Dashboard.Http;

/// <summary>Why a request was not done, as RFC 9457 has it.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Title">What kind of problem it is; the same for all of its status.</param>
/// <param name="Detail">This one, in a sentence for the person who reads it.</param>
/// <param name="Errors">Everything that is wrong with the request; null where it is not about its content.</param>
/// <param name="Type">That there is no more to read about it than this.</param>
internal sealed record Problem(int Status, string Title, string Detail, IReadOnlyList<Fault>? Errors = null,
    string Type = "about:blank") : IResult
{
    public const string MediaType = "application/problem+json";

    // People read it.
    private static readonly ProblemShape Shape =
        new(new JsonSerializerOptions(ProblemShape.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static Problem Of(int status, string detail) => new(status, ReasonPhrases.GetReasonPhrase(status), detail);

    /// <summary>A request whose content is wrong.</summary>
    public static Problem Of(int status, IEnumerable<string> sentences) => Of(status, [.. sentences.Select(Fault.Of)]);

    /// <summary>A request whose content is wrong.</summary>
    public static Problem Of(int status, IReadOnlyList<Fault> faults) =>
        Of(status, string.Join('\n', faults.Select(fault => fault.Message))) with { Errors = faults };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        httpContext.Response.ContentType = MediaType;
        httpContext.Response.ContentLength = null;
        httpContext.Response.Headers.CacheControl = "no-store";
        return JsonSerializer.SerializeAsync(httpContext.Response.Body, this, Shape.Problem, httpContext.RequestAborted);
    }
}
