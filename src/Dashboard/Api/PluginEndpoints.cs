using Gristmill.Dashboard.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gristmill.Dashboard.Api;

/// <summary>Shows plugins, and has silos use them or leave them out.</summary>
internal static class PluginEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/plugins", async (HttpContext context, JobClient jobs) =>
        {
            new Parameters(context.Request).Check();
            return Answers.Json(await jobs.InstalledPluginsAsync());
        }).Describe("List the plugins", "Every version that is on disk, and what the live silos say of it.");
        api.MapGet("/plugins/{name}", async (HttpContext context, string name, JobClient jobs) =>
        {
            new Parameters(context.Request).Check();
            return Answers.Json(await VersionsAsync(jobs, name, null));
        }).Describe("Show a plugin", "Its versions.");
        api.MapPost("/plugins/{name}/enable", EnableAsync).RequireAuthorization(Roles.Operator)
            .Describe("Have silos use a plugin",
                "The version that is named until a newer one is added, else the one used before. Silos follow in about a second.")
            .Takes("application/json", """{"version": "1.0.0"}""");
        api.MapPost("/plugins/{name}/disable", DisableAsync).RequireAuthorization(Roles.Operator)
            .Describe("Have silos leave a plugin out", "Jobs that run on it end, others wait. Silos follow in about a second.");
    }

    private static async Task<IResult> EnableAsync(HttpContext context, string name, JobClient jobs)
    {
        new Parameters(context.Request).Check();
        var version = (await Bodies.OrderAsync(context.Request, Bodies.Version)).Version;
        await VersionsAsync(jobs, name, version);
        await jobs.EnablePluginAsync(name, version);
        return Answers.Json(await VersionsAsync(jobs, name, null));
    }

    private static async Task<IResult> DisableAsync(HttpContext context, string name, JobClient jobs)
    {
        new Parameters(context.Request).Check();
        await VersionsAsync(jobs, name, null);
        await jobs.DisablePluginAsync(name);
        return Answers.Json(await VersionsAsync(jobs, name, null));
    }

    private static async Task<PluginView[]> VersionsAsync(JobClient jobs, string name, string? version)
    {
        var all = await jobs.InstalledPluginsAsync();
        PluginView[] versions = [.. all.Where(plugin => plugin.Name == name)];
        if (versions.Length == 0)
            throw new ProblemException(Problem.Of(404,
                $"There is no plugin '{name}'; those are {string.Join(", ", all.Select(plugin => plugin.Name).Distinct())}."));
        return version is null || versions.Any(plugin => plugin.Version == version)
            ? versions
            : throw new ProblemException(Problem.Of(422,
                [Fault.In("version", version, $"it must be one of {string.Join(", ", versions.Select(plugin => plugin.Version).Distinct())}")]));
    }
}
