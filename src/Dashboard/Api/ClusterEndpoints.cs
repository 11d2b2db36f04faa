using Gristmill.Core;
using Gristmill.Dashboard.Http;
using Gristmill.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gristmill.Dashboard.Api;

/// <summary>Shows tasks, silos and queues, and passes on what is ordered of them.</summary>
internal static class ClusterEndpoints
{
    private static readonly TimeSpan DrainWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    public static void Map(IEndpointRouteBuilder api)
    {
        Get("/tasks", (jobs, _) => TasksAsync(jobs)).Describe("List the tasks", "Every task that a live silo offers, by name.");
        Get("/tasks/{name}", TaskAsync).Describe("Show a task", "With what each silo has seen of it since it started.");
        Get("/silos", async (jobs, _) => Answers.Json(await jobs.SilosAsync()))
            .Describe("List the live silos", "What their worker pools do.");
        Get("/silos/{name}", async (jobs, name) => Answers.Json(await SiloAsync(jobs, name)))
            .Describe("Show a silo", "What its worker pool does.");
        Get("/queues", async (jobs, _) => Answers.Json(await jobs.QueuesAsync()))
            .Describe("List the queues", "What waits and runs, and which silos serve them.");
        Get("/queues/{name}", async (jobs, name) => Answers.Json(await QueueAsync(jobs, name)))
            .Describe("Show a queue", "What waits and runs.");

        Post("/silos/{name}/cordon", async (_, jobs, name) => Answers.Json(await jobs.CordonAsync(name)))
            .Describe("Have a silo take no more jobs", "What runs goes on.");
        Post("/silos/{name}/uncordon", async (_, jobs, name) => Answers.Json(await jobs.UncordonAsync(name)))
            .Describe("Have a silo take jobs again", "");
        api.MapPost("/silos/{name}/drain", DrainAsync).RequireAuthorization(Roles.Operator)
            .Describe("Cordon a silo and wait for what it runs",
                "200 once nothing runs there, 202 if something still does after the wait: ask again. 409 if somebody uncordoned it.")
            .Asks("wait", "How long to wait, up to 1h; 30s unless given").Gives(200, "Nothing runs there")
                .Gives(202, "Something still runs there");
        Post("/queues/{name}/pause", async (context, jobs, name) =>
                Answers.Json(await jobs.PauseQueueAsync(name, (await Bodies.OrderAsync(context.Request, Bodies.Reason)).Reason, By(context))))
            .Describe("Pause a queue", "It takes jobs and lets none start.")
                .Takes("application/json", """{"reason": "maintenance"}""");
        Post("/queues/{name}/drain", async (context, jobs, name) =>
                Answers.Json(await jobs.DrainQueueAsync(name, (await Bodies.OrderAsync(context.Request, Bodies.Reason)).Reason, By(context))))
            .Describe("Drain a queue", "It takes no jobs and lets those it has run out.")
                .Takes("application/json", """{"reason": "maintenance"}""");
        Post("/queues/{name}/resume", async (_, jobs, name) => Answers.Json(await jobs.ResumeQueueAsync(name)))
            .Describe("Open a queue again", "");
        Post("/queues/{name}/purge", async (_, jobs, name) => Answers.Json(new Purged(name, await jobs.PurgeQueueAsync(name))))
            .Describe("Cancel all jobs that wait in a queue", "Running ones, and those submitted meanwhile, stay.");

        RouteHandlerBuilder Get(string path, Func<JobClient, string, Task<IResult>> answer) =>
            api.MapGet(path, (HttpContext context, JobClient jobs) =>
        {
            new Parameters(context.Request).Check();
            return answer(jobs, context.Request.RouteValues["name"] as string ?? "");
        });

        RouteHandlerBuilder Post(string path, Func<HttpContext, JobClient, string, Task<IResult>> order) =>
            api.MapPost(path, (HttpContext context, JobClient jobs) =>
        {
            new Parameters(context.Request).Check();
            return order(context, jobs, (string)context.Request.RouteValues["name"]!);
        }).RequireAuthorization(Roles.Operator);
    }

    private static string By(HttpContext context) => context.User.Identity?.Name ?? "api";

    private static async Task<IResult> TasksAsync(JobClient jobs) =>
        Answers.Json((await jobs.TasksAsync()).Select(offered => TaskView.Of(offered)).ToArray());

    private static async Task<IResult> TaskAsync(JobClient jobs, string name)
    {
        var tasks = await jobs.TasksAsync();
        if (tasks.FirstOrDefault(offered => offered.Task.Name == name) is { } found)
            return Answers.Json(TaskView.Of(found, await jobs.TaskStatsAsync(name)));
        var hint = TaskNames.Suggest(name, tasks.Select(offered => offered.Task.Name)) is { } meant
            ? $"did you mean '{meant}'?"
            : "/api/v1/tasks lists what the silos offer";
        return Problem.Of(404, $"There is no task '{name}'; {hint}");
    }

    private static async Task<SiloView> SiloAsync(JobClient jobs, string name)
    {
        var silos = await jobs.SilosAsync();
        return silos.FirstOrDefault(silo => silo.Silo == name)
            ?? throw new UnknownSiloException(name, [.. silos.Select(silo => silo.Silo)]);
    }

    private static async Task<QueueView> QueueAsync(JobClient jobs, string name)
    {
        var queues = await jobs.QueuesAsync();
        return queues.FirstOrDefault(queue => queue.Name == name) ?? throw new ProblemException(Problem.Of(404,
            $"No queue '{name}' holds jobs, is served by a silo, or is closed; those are {string.Join(", ", queues.Select(queue => queue.Name))}."));
    }

    private static async Task<IResult> DrainAsync(HttpContext context, string name, JobClient jobs, HttpSettings settings)
    {
        var asked = new Parameters(context.Request, "wait");
        var wait = asked.Span("wait", DrainWait, LongestWait);
        asked.Check();
        using var patience = new CancellationTokenSource(wait, settings.Clock);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.RequestAborted);
        try
        {
            var silo = await jobs.DrainAsync(name, progress: null, leaving.Token);
            return silo.Running == 0
                ? Answers.Json(silo)
                : Problem.Of(409, $"Somebody uncordoned {name} before it was drained; it runs {silo.Running} jobs.");
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return Answers.Json(await SiloAsync(jobs, name), StatusCodes.Status202Accepted);
        }
    }
}
