using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gristmill.Dashboard.Job;

/// <summary>Sends what is kept with a job to the browser: always as a file to save, never as something to show.</summary>
internal static class ArtifactDownload
{
    public static string Address(Guid job, string name) => $"jobs/{job}/artifacts/{Uri.EscapeDataString(name)}";

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/jobs/{job:guid}/artifacts/{name}", SendAsync);

    private static async Task<IResult> SendAsync(Guid job, string name, JobClient jobs, HttpContext context)
    {
        if (Array.Find(await jobs.ArtifactsAsync(job), kept => kept.Name == name) is null)
            return Results.Text($"Job {job} has no artifact '{name}'.", statusCode: StatusCodes.Status404NotFound);
        return Results.Stream(body => jobs.DownloadAsync(job, name, body, context.RequestAborted), "application/octet-stream", name);
    }
}
