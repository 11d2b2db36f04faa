using System.Security.Cryptography;
using System.Text;
using Gristmill.Dashboard.Http;
using Gristmill.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Gristmill.Dashboard.Api;

/// <summary>Takes jobs: one, or any number of them, a line each.</summary>
internal static class SubmitEndpoints
{
    private const string KeyHeader = "Idempotency-Key";
    private const int LongestKey = 200;

    private static readonly JobRequest Template = new() { Id = Guid.Empty, Task = "" };

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/jobs", SubmitAsync).RequireAuthorization(Roles.Operator)
            .Describe("Submit a job",
                "201 once it is on disk. With an Idempotency-Key, the same request again is the same job, whenever and to whichever silo.")
            .Reads(KeyHeader, $"1 to {LongestKey} characters that stand for this job")
            .Takes("application/json", """{"task": "gwexample.analyses.tasks.fibonacci", "args": [26]}""")
                .Gives(201, "The job's id; it is on disk");
        api.MapPost("/jobs/bulk", SubmitLinesAsync).RequireAuthorization(Roles.Operator)
            .Describe("Submit jobs, a line each",
                "Answers each line in order while further ones are read, so read the answers while you send.")
            .Takes(Bodies.Lines, """{"task": "gwexample.analyses.tasks.fibonacci", "args": [26]}""");
    }

    private static async Task<IResult> SubmitAsync(HttpContext context, JobClient jobs)
    {
        new Parameters(context.Request).Check();
        var body = await Bodies.ReadAsync(context.Request);
        var request = Identify(RequestLine.Read(body, Template, "body"), body, context);
        var job = await jobs.SubmitAsync(request);
        context.Response.Headers.Location = $"/api/v1/jobs/{job.Id}";
        return Answers.Json(new Submitted(job.Id, job.Id != request.Id), StatusCodes.Status201Created);
    }

    /// <summary>
    /// The same key from the same caller is the same id, on every silo and after every restart; the store then sees to it that
    /// there is one job, and refuses other content.
    /// </summary>
    private static JobRequest Identify(JobRequest request, ReadOnlyMemory<byte> body, HttpContext context)
    {
        var keys = context.Request.Headers[KeyHeader];
        if (keys.Count == 0)
            return request;
        if (keys is not [{ Length: >= 1 and <= LongestKey } key])
            throw new ProblemException(Problem.Of(400,
                [Fault.In(KeyHeader, keys.ToString(), $"give it once, with 1 to {LongestKey} characters")]));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{context.User.Identity?.Name}\n{key}"), hash);
        // A UUID of version 8, whose bits are the maker's own: RFC 9562, section 5.8.
        hash[6] = (byte)(hash[6] & 0x0F | 0x80);
        hash[8] = (byte)(hash[8] & 0x3F | 0x80);
        return request with
        {
            Id = new Guid(hash[..16], bigEndian: true),
            Digest = Convert.ToHexString(SHA256.HashData(body.Span))[..32]
        };
    }

    private static async Task SubmitLinesAsync(HttpContext context, JobClient jobs)
    {
        new Parameters(context.Request).Check();
        if (context.Request.Headers[KeyHeader] is { Count: > 0 } keys)
            throw new ProblemException(Problem.Of(400,
                [Fault.In(KeyHeader, keys.ToString(), "it is for one job; give each line an id of its own, and a line that comes twice is one job")]));
        Bodies.Demand(context.Request, Bodies.Lines);
        // As long as it takes, and as slowly as whoever makes the jobs.
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } pace)
            pace.MinDataRate = null;
        context.Response.ContentType = Bodies.Lines;
        context.Response.Headers["X-Accel-Buffering"] = "no"; // Who reads while they send is to see each answer when it is given.
        var answers = new LineSubmission(jobs, Template).SubmitAsync(context.Request.Body, context.RequestAborted)
            .GetAsyncEnumerator();
        await using var _ = answers;
        var output = context.Response.BodyWriter;
        var answered = 0L;
        try
        {
            while (true)
            {
                var next = answers.MoveNextAsync().AsTask();
                if (!next.IsCompleted || output.UnflushedBytes > 32 << 10)
                    await output.FlushAsync(context.RequestAborted);
                if (!await next)
                    return;
                Write(answers.Current);
                answered = answers.Current.Number;
            }
        }
        catch (StoreUnavailableException e)
        {
            // The status is sent: this is where it can still be told.
            Write(new LineAnswer(answered + 1, null, [e.Message]));
        }

        void Write(LineAnswer line) => Encoding.UTF8.GetBytes(line.ToJson() + "\n", output);
    }
}
