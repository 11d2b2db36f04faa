using Gristmill.Dashboard.Http;
using Gristmill.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gristmill.Dashboard.Api;

/// <summary>Shows jobs, and passes on what is ordered of them.</summary>
internal static class JobEndpoints
{
    private const int AtOnce = 100;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/jobs", ListAsync)
            .Describe("List jobs",
                "A page; `next` is the cursor of the page behind, `previous` that of the page before; null where none is.")
            .Asks("status", "Statuses, separated by commas").Asks("task", "The task's full name").Asks("queue", "The queue")
                .Asks("tag", "A tag")
            .Asks("parent", "The job that submitted them")
                .Asks("since", "Accepted then or later: a time, or a span before now such as 2h")
            .Asks("until", "Accepted before").Asks("endedSince", "Ended then or later").Asks("endedUntil", "Ended before")
            .Asks("text", "A text in title, task, arguments or error")
            .Asks("sort", "By submission, or by end if that is asked for: newest (first), unless given, or oldest")
            .Asks("limit", "The most jobs, 1 to 1000; 50 unless given").Asks("cursor", "The `next` or `previous` of a page");
        api.MapGet("/jobs/{id:guid}", (HttpContext context, Guid id, JobClient jobs) => ShowAsync(context, jobs.Job(id).GetAsync))
            .Describe("Show a job", "With its history.");
        api.MapDelete("/jobs/{id:guid}", (HttpContext context, Guid id, JobClient jobs) =>
            MoveAsync(context, () => jobs.DeleteAsync(id)))
            .RequireAuthorization(Roles.Operator)
                .Describe("Delete an ended job", "Answers the job as it was. 409 if it has not ended: cancel it first.");
        api.MapPost("/jobs/{id:guid}/cancel", CancelAsync).RequireAuthorization(Roles.Operator)
            .Describe("Cancel a job",
                "A queued job never runs, a running one is told at once. With `tree`, so are all that descend from it. An ended job stays as it is.")
            .Takes("application/json", """{"reason": "no longer needed", "tree": false}""");
        api.MapPost("/jobs/{id:guid}/retry", (HttpContext context, Guid id, JobClient jobs) => MoveAsync(context, async () =>
        {
            await jobs.Job(id).RetryAsync();
            return await jobs.Job(id).GetAsync();
        })).RequireAuthorization(Roles.Operator).Describe("Run an ended job again", "409 if it has not ended.");
    }

    private static async Task<IResult> ListAsync(HttpContext context, JobClient jobs, HttpSettings settings)
    {
        var asked = new Parameters(
            context.Request, "status", "task", "queue", "tag", "parent", "since", "until", "endedSince", "endedUntil", "text", "sort", "limit", "cursor");
        var query = new JobQuery
        {
            Statuses = asked.Statuses("status"),
            Task = asked.Text("task"),
            Queue = asked.Text("queue"),
            Tag = asked.Text("tag"),
            Parent = asked.Id("parent"),
            Since = asked.Time("since", settings.Clock),
            Until = asked.Time("until", settings.Clock),
            EndedSince = asked.Time("endedSince", settings.Clock),
            EndedUntil = asked.Time("endedUntil", settings.Clock),
            Text = asked.Text("text"),
            OldestFirst = asked.Choice("sort", "newest", "oldest") == "oldest",
            Limit = (int)asked.Number("limit", 50, 1, 1_000),
            Cursor = asked.Text("cursor"),
        };
        asked.Check();
        return Answers.Json(await jobs.ListAsync(query));
    }

    private static async Task<IResult> ShowAsync(HttpContext context, Func<Task<JobView>> get)
    {
        new Parameters(context.Request).Check();
        return Answers.Json(await get());
    }

    // What the status of a job forbids is a conflict, not a fault of the request.
    private static async Task<IResult> MoveAsync(HttpContext context, Func<Task<JobView>> move)
    {
        try
        {
            return await ShowAsync(context, move);
        }
        catch (JobRefusedException e)
        {
            throw new ProblemException(Problem.Of(409, e.Message));
        }
    }

    private static async Task<IResult> CancelAsync(HttpContext context, Guid id, JobClient jobs)
    {
        new Parameters(context.Request).Check();
        var order = await Bodies.OrderAsync(context.Request, Bodies.ReasonAndTree);
        await jobs.Job(id).CancelAsync(order.Reason);
        if (!order.IsTree)
            return Answers.Json(await jobs.Job(id).GetAsync());
        var told = 1L;
        await foreach (var some in jobs.DescendantsAsync(id).Where(job => !job.Status.IsTerminal()).Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(job => jobs.Job(job.Id).CancelAsync(order.Reason)));
            told += some.Length;
        }
        return Answers.Json(new TreeCanceled(id, told));
    }
}
