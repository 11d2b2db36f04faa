using System.Text.Json;
using Gristmill.Core;
using Gristmill.Dashboard.Http;
using Gristmill.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Gristmill.Dashboard.Api;

/// <summary>Reads what requests carry, and says what is wrong with it.</summary>
internal static class Bodies
{
    public const string Lines = "application/x-ndjson";

    /// <summary>The fields of an order that says why.</summary>
    public static readonly JsonFields<Order> Reason = new()
    {
        ["reason"] = (order, value) =>
        order with { Reason = JsonValues.Text(value) }
    };

    /// <summary>The fields of an order that may be about a whole family of jobs.</summary>
    public static readonly JsonFields<Order> ReasonAndTree = new()
    {
        ["reason"] = Reason["reason"],
        ["tree"] = (order, value) => order with { IsTree = JsonValues.Flag(value) },
    };

    /// <summary>The fields of an order that may be about one version.</summary>
    public static readonly JsonFields<Order> Version = new()
    {
        ["version"] = (order, value) =>
        order with { Version = JsonValues.Text(value) }
    };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>
    /// The body of a request that must have one, without a byte order mark before it, which some programs write.
    /// </summary>
    /// <exception cref="ProblemException">It is of another type.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request)
    {
        Demand(request, "application/json");
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        var bytes = body.ToArray();
        return bytes.AsSpan().StartsWith(ByteOrderMark) ? bytes.AsMemory(ByteOrderMark.Length) : bytes;
    }

    /// <summary>What a request orders besides what its address says; it need not have a body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="fields">The fields that it may have.</param>
    /// <exception cref="ProblemException">It is of another type.</exception>
    /// <exception cref="UsageException">It makes no sense.</exception>
    public static async Task<Order> OrderAsync(HttpRequest request, JsonFields<Order> fields)
    {
        if (request.ContentLength is 0 || request is { ContentLength: null, ContentType: null })
            return new Order();
        var body = await ReadAsync(request);
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind is not JsonValueKind.Object)
                throw new UsageException($$"""the body is {{JsonValues.Shown(json.RootElement)}}; it must be an object with {{string.Join(", ", fields.Keys)}}""");
            var problems = new List<string>();
            var order = fields.Read(json.RootElement, new Order(), problems);
            return problems.Count == 0 ? order : throw new UsageException([.. problems]);
        }
        catch (JsonException e)
        {
            throw new UsageException($"the body is no JSON: {JsonValues.Reason(e)}");
        }
    }

    /// <exception cref="ProblemException">The body is of another type.</exception>
    public static void Demand(HttpRequest request, string type)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var given)
            || !given.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase))
            throw new ProblemException(Problem.Of(415, [new Fault(
                "Content-Type", request.ContentType, $"it must be {type}", $"Content-Type is {request.ContentType ?? "missing"}; it must be {type}")]));
    }
}
