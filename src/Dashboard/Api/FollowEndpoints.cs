using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Gristmill.Dashboard.Http;
using Gristmill.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Gristmill.Dashboard.Api;

/// <summary>
/// What happens to a job, as it happens: server-sent events, which a client that lost its connection goes on with where it was. A
/// silo that stops ends them; the client's next try reaches another one, or fails.
/// </summary>
internal static class FollowEndpoints
{
    private const string End = "end";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/jobs/{id:guid}/logs", LogAsync)
            .Describe("Read a job's log", "A part of it, oldest first; `next` is what to read behind next.")
            .Asks("after", "The sequence number to start behind; 0 unless given")
                .Asks("limit", "The most lines, 1 to 1000; 1000 unless given");
        api.MapGet("/jobs/{id:guid}/logs/follow", FollowLogAsync)
            .Describe("Follow a job's log",
                "Server-sent events: `line`, with the line's sequence number as id, and `end` with the job. Goes on behind Last-Event-ID.")
            .Asks("after", "The sequence number to start behind, where no Last-Event-ID is sent")
                .Reads("Last-Event-ID", "The id of the last event that arrived");
        api.MapGet("/jobs/{id:guid}/events", FollowAsync)
            .Describe("Follow a job",
                "Server-sent events: `status` for each change of it, with its number as id, `progress`, and `end` with the job. Goes on behind Last-Event-ID.")
            .Reads("Last-Event-ID", "The id of the last event that arrived");
    }

    private static async Task<IResult> LogAsync(HttpContext context, Guid id, JobClient jobs)
    {
        var asked = new Parameters(context.Request, "after", "limit");
        var after = asked.Number("after", 0, 0, long.MaxValue);
        var limit = (int)asked.Number("limit", 1_000, 1, 1_000);
        asked.Check();
        var lines = await jobs.Job(id).LogAsync(after, limit);
        if (lines.Length == 0)
            await jobs.Job(id).GetAsync(); // It may be the log of a job that does not exist.
        return Answers.Json(new LogPage(lines, lines is [.., var last] ? last.Sequence : after));
    }

    private static async Task<IResult> FollowLogAsync(HttpContext context, Guid id, JobClient jobs,
        IHostApplicationLifetime lifetime, HttpSettings settings)
    {
        var asked = new Parameters(context.Request, "after");
        var after = asked.Number("after", 0, 0, long.MaxValue);
        asked.Check();
        var known = Known(context) ?? after;
        await jobs.Job(id).GetAsync();
        return new EventStream(LinesAsync(jobs.Job(id), known, lifetime.ApplicationStopping, context.RequestAborted),
            settings.Clock);
    }

    private static async Task<IResult> FollowAsync(HttpContext context, Guid id, JobClient jobs,
        IHostApplicationLifetime lifetime, HttpSettings settings)
    {
        new Parameters(context.Request).Check();
        var known = (int)Math.Min(Known(context) ?? 0, int.MaxValue);
        await jobs.Job(id).GetAsync();
        return new EventStream(EventsAsync(jobs.Job(id), known, lifetime.ApplicationStopping, context.RequestAborted),
            settings.Clock);
    }

    private static async IAsyncEnumerable<SseItem<string>> LinesAsync(
        JobHandle job, long after, CancellationToken stopping, [EnumeratorCancellation] CancellationToken left)
    {
        await foreach (var news in NewsAsync(job, 0, after, stopping, left))
        {
            foreach (var line in news.Lines)
                yield return new SseItem<string>(JsonViews.Line(line), "line") { EventId = Number(line.Sequence) };
            if (news.Job.Status.IsTerminal())
                yield return new SseItem<string>(JsonViews.Line(await job.GetAsync()), End);
        }
    }

    private static async IAsyncEnumerable<SseItem<string>> EventsAsync(
        JobHandle job, int known, CancellationToken stopping, [EnumeratorCancellation] CancellationToken left)
    {
        await foreach (var news in NewsAsync(job, known, long.MaxValue, stopping, left))
        {
            foreach (var change in news.Changes)
                yield return new SseItem<string>(JsonViews.Line(change),
                    "status")
                { EventId = Number(known += change.CountChanges()) };
            if (news is { HasProgressed: true, Job.Progress: { } progress })
                yield return new SseItem<string>(JsonViews.Line(progress), "progress");
            if (news.Job.Status.IsTerminal())
                yield return new SseItem<string>(JsonViews.Line(await job.GetAsync()), End);
        }
    }

    // Ends without a fault when the client leaves or the silo stops.
    private static async IAsyncEnumerable<JobNews> NewsAsync(
        JobHandle job, int changes, long sequence, CancellationToken stopping, [EnumeratorCancellation] CancellationToken left)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, left);
        await using var news = job.FollowAsync(ending.Token, changes, sequence).GetAsyncEnumerator(CancellationToken.None);
        while (true)
        {
            try
            {
                if (!await news.MoveNextAsync())
                    yield break;
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                yield break;
            }
            yield return news.Current;
        }
    }

    private static long? Known(HttpContext context)
    {
        var header = context.Request.Headers["Last-Event-ID"].ToString();
        if (header.Length == 0)
            return null;
        return long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var known)
            ? known
            : throw new ProblemException(Problem.Of(400,
                [Fault.In("Last-Event-ID", header, "it must be the id of an event that was received")]));
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
