using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Gristmill.Dashboard.Api;

/// <summary>What the OpenAPI document tells of an endpoint beyond its address.</summary>
/// <param name="Name">The parameter of the address, or the media type of the body.</param>
/// <param name="Text">What it means, or an example of the body.</param>
/// <param name="IsBody">Whether it is the body.</param>
internal sealed record Input(string Name, string Text, bool IsBody);

internal static class Description
{
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string summary, string description) =>
        endpoint.WithSummary(summary).WithDescription(description);

    /// <summary>A parameter that may be given behind the address's question mark.</summary>
    public static RouteHandlerBuilder Asks(this RouteHandlerBuilder endpoint, string name, string meaning) =>
        endpoint.WithMetadata(new Input(name, meaning, IsBody: false));

    /// <summary>The body.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder endpoint, string mediaType, string example) =>
        endpoint.WithMetadata(new Input(mediaType, example, IsBody: true));
}
