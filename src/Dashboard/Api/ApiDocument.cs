using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gristmill.Dashboard.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Gristmill.Dashboard.Api;

/// <summary>
/// The OpenAPI document: made from the endpoints and from what they say of themselves (<see cref="Description"/>).
/// </summary>
internal static partial class ApiDocument
{
    private const string Name = "v1";
    private const string Key = "key";

    private static readonly (string Status, string Meaning)[] Refusals =
    [
        ("400", "The request is malformed"), ("401", "No key, or a wrong one"), ("403", "The role, or another site"),
        ("404", "There is no such thing"),
        ("405", "Another method is for that"), ("409", "The status of the job forbids it"), ("413", "The body is too large"),
        ("415", "The body is of another type"), ("421", "The host is foreign"), ("422", "The job or order is refused"),
        ("429", "Too many wrong keys"), ("503", "No silo answers"),
    ];

    public static void Add(IServiceCollection services) => services.AddOpenApi(Name, document =>
    {
        // HEAD is GET without its body, everywhere.
        document.ShouldInclude = endpoint =>
            Problems.IsApi($"/{endpoint.RelativePath}") && endpoint.HttpMethod != HttpMethods.Head;
        document.AddDocumentTransformer((api, _, _) =>
        {
            api.Info = new OpenApiInfo
            {
                Title = "Gristmill",
                Version = Name,
                Description = "Submits jobs, follows them, and runs the cluster. Every refusal is a problem document (RFC 9457).",
            };
            api.Components ??= new OpenApiComponents();
            api.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Key] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = "A key of `gristmill keys create`; a silo that has none is open on its own machine."
                },
            };
            api.Security = [[], new() { [new OpenApiSecuritySchemeReference(Key, api)] = [] }];
            return Task.CompletedTask;
        });
        document.AddOperationTransformer(Complete);
    });

    public static void Map(IEndpointRouteBuilder app) => app.MapOpenApi("/openapi/{documentName}.json");

    private static Task Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken)
    {
        operation.OperationId = IdOf(operation.Summary!);
        var inputs = context.Description.ActionDescriptor.EndpointMetadata.OfType<Input>().ToArray();
        var parameters = operation.Parameters ??= [];
        foreach (Match place in Places().Matches(context.Description.RelativePath!))
            if (place.Groups[1].Value is var name && parameters.All(known => known.Name != name))
                parameters.Add(Parameter(name, ParameterLocation.Path, null));
        foreach (var input in inputs.Where(input => input.Kind is not InputKind.Body))
            parameters.Add(Parameter(input.Name, input.Kind is InputKind.Header ? ParameterLocation.Header
                : ParameterLocation.Query, input.Text));
        foreach (var body in inputs.Where(input => input.Kind is InputKind.Body))
            operation.RequestBody = new OpenApiRequestBody
            {
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [body.Name] = new() { Example = JsonNode.Parse(body.Text) },
                },
            };
        var responses = operation.Responses ??= [];
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<Outcome>().ToArray() is { Length: > 0 } outcomes)
        {
            responses.Clear();
            foreach (var outcome in outcomes)
                responses.Add($"{outcome.Status}", new OpenApiResponse { Description = outcome.Text });
        }
        foreach (var (status, meaning) in Refusals)
            responses.TryAdd(status, new OpenApiResponse
            {
                Description = meaning,
                Content = new Dictionary<string, OpenApiMediaType> { [Problem.MediaType] = new() },
            });
        return Task.CompletedTask;
    }

    // "Delete an ended job" is deleteEndedJob.
    private static string IdOf(string summary)
    {
        var words = Words().Matches(summary)
            .Select(word => word.Value.Replace("'s", "", StringComparison.Ordinal).ToLowerInvariant())
            .Where(word => word is not ("a" or "an" or "the")).ToArray();
        return string.Concat(words.Select((word, i) => i == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
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

    [GeneratedRegex("[A-Za-z]+(?:'s)?")]
    private static partial Regex Words();
}
