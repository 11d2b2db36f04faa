using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Gristmill.Dashboard.Api;

/// <summary>The OpenAPI document: made from the endpoints and from what they say of themselves (<see cref="Description"/>).</summary>
internal static partial class ApiDocument
{
    private const string Name = "v1";

    private static readonly (string Status, string Meaning)[] Refusals =
    [
        ("400", "The request is malformed"), ("401", "No key, or a wrong one"), ("403", "The role, or another site"), ("404", "There is no such thing"),
        ("409", "The status of the job forbids it"), ("413", "The body is too large"), ("415", "The body is of another type"),
        ("422", "The job or order is refused"), ("503", "No silo answers"),
    ];

    public static void Add(IServiceCollection services) => services.AddOpenApi(Name, document =>
    {
        document.ShouldInclude = endpoint => Problems.IsApi($"/{endpoint.RelativePath}");
        document.AddDocumentTransformer((api, _, _) =>
        {
            api.Info = new OpenApiInfo
            {
                Title = "Gristmill",
                Version = Name,
                Description = "Submits jobs, follows them, and runs the cluster. Every refusal is a problem document (RFC 9457).",
            };
            return Task.CompletedTask;
        });
        document.AddOperationTransformer(Complete);
    });

    public static void Map(IEndpointRouteBuilder app) => app.MapOpenApi("/openapi/{documentName}.json");

    private static Task Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var inputs = context.Description.ActionDescriptor.EndpointMetadata.OfType<Input>().ToArray();
        var parameters = operation.Parameters ??= [];
        foreach (Match place in Places().Matches(context.Description.RelativePath!))
            if (place.Groups[1].Value is var name && parameters.All(known => known.Name != name))
                parameters.Add(Parameter(name, ParameterLocation.Path, null));
        foreach (var input in inputs.Where(input => !input.IsBody))
            parameters.Add(Parameter(input.Name, ParameterLocation.Query, input.Text));
        foreach (var body in inputs.Where(input => input.IsBody))
            operation.RequestBody = new OpenApiRequestBody
            {
                Content = new Dictionary<string, OpenApiMediaType> { [body.Name] = new() { Example = JsonNode.Parse(body.Text) } },
            };
        var responses = operation.Responses ??= [];
        foreach (var (status, meaning) in Refusals)
            responses.TryAdd(status, new OpenApiResponse
            {
                Description = meaning,
                Content = new Dictionary<string, OpenApiMediaType> { [Problem.MediaType] = new() },
            });
        return Task.CompletedTask;
    }

    private static OpenApiParameter Parameter(string name, ParameterLocation place, string? meaning) => new()
    {
        Name = name,
        In = place,
        Required = place is ParameterLocation.Path,
        Description = meaning,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    [GeneratedRegex(@"\{(\w+)(?::\w+)?\}")]
    private static partial Regex Places();
}
