using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Gristmill.Dashboard.Api;

/// <summary>
/// What is kept with jobs. It is sent as a file to save whatever it is, never as something to show: a run may have kept a page
/// with scripts.
/// </summary>
internal static class ArtifactEndpoints
{
    private const string Content = "application/octet-stream";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/jobs/{id:guid}/artifacts", ListAsync)
            .Describe("List what is kept with a job", "Files that came with it, and what its runs have kept.");
        api.MapGet("/jobs/{id:guid}/artifacts/{name}", SendAsync)
            .Describe("Download something that is kept with a job",
                "In parts, too: with Range, and If-Range for the same content.");
        api.MapPut("/jobs/{id:guid}/artifacts/{name}", TakeAsync).RequireAuthorization(Roles.Operator)
            .Describe("Upload a file that comes with a job",
                "Before the job is submitted under this id; its argument is {\"$transform\": \"file\", \"name\": NAME}. Again under the same name replaces it.")
            .Takes(Content, "\"the file's bytes\"");
    }

    private static async Task<IResult> ListAsync(HttpContext context, Guid id, JobClient jobs)
    {
        new Parameters(context.Request).Check();
        var kept = await jobs.ArtifactsAsync(id);
        if (kept.Length == 0)
            await jobs.Job(id).GetAsync(); // It may be a job that does not exist.
        return Answers.Json(kept);
    }

    private static async Task<IResult> SendAsync(HttpContext context, Guid id, string name, JobClient jobs)
    {
        new Parameters(context.Request).Check();
        var (artifact, content) = await jobs.OpenAsync(id, name);
        return TypedResults.Stream(
            content, Content, name, artifact.Created, new EntityTagHeaderValue($"\"{artifact.Content:n}\""), enableRangeProcessing: true);
    }

    private static async Task<IResult> TakeAsync(HttpContext context, Guid id, string name, JobClient jobs)
    {
        new Parameters(context.Request).Check();
        // The silo's own limit of an artifact holds, which is told in words.
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
        return Answers.Json(await jobs.UploadAsync(id, name, context.Request.Body, context.RequestAborted),
            StatusCodes.Status201Created);
    }
}
