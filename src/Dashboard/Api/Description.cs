using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Gristmill.Dashboard.Api;

internal static class Description
{
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string summary, string description) =>
        endpoint.WithSummary(summary).WithDescription(description);

    /// <summary>A parameter that may be given behind the address's question mark.</summary>
    public static RouteHandlerBuilder Asks(this RouteHandlerBuilder endpoint, string name, string meaning) =>
        endpoint.WithMetadata(new Input(InputKind.Query, name, meaning));

    /// <summary>A header that may be given.</summary>
    public static RouteHandlerBuilder Reads(this RouteHandlerBuilder endpoint, string name, string meaning) =>
        endpoint.WithMetadata(new Input(InputKind.Header, name, meaning));

    /// <summary>The body.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder endpoint, string mediaType, string example) =>
        endpoint.WithMetadata(new Input(InputKind.Body, mediaType, example));

    /// <summary>What it answers when all went well; 200 unless this says otherwise.</summary>
    public static RouteHandlerBuilder Gives(this RouteHandlerBuilder endpoint, int status, string meaning) =>
        endpoint.WithMetadata(new Outcome(status, meaning));
}
