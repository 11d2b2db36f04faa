namespace Gristmill.Dashboard.Api;

/// <summary>What the OpenAPI document tells of an endpoint beyond its address.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The parameter of the address, the header, or the media type of the body.</param>
/// <param name="Text">What it means, or an example of the body.</param>
internal sealed record Input(InputKind Kind, string Name, string Text);
