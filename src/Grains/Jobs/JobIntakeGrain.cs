using Gristmill.Core;
using Gristmill.Execution.Transforms;
using Gristmill.Grains.Catalog;
using Gristmill.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;

namespace Gristmill.Grains.Jobs;

/// <summary>
/// Checks requests against the silo's replica of the catalogue and stores them; answers the questions about all jobs and silos.
/// </summary>
[StatelessWorker(1, false), Reentrant]
internal sealed class JobIntakeGrain(
    IJobStore store, JobCommandDispatcher dispatcher, CatalogueReplica catalogue, [FromKeyedServices(Clock.Key)] TimeProvider clock) : Grain, IJobIntakeGrain
{
    private static readonly HashSet<string> NoUploads = [];

    public async Task<JobReceipt[]> SubmitAsync(JobRequest[] requests)
    {
        if (requests.Length > Limits.BatchJobs)
            throw new ArgumentException($"{requests.Length} jobs in one call; at most {Limits.BatchJobs} are taken. Send them in several calls.");

        requests = Array.ConvertAll(requests, Canonical);
        await catalogue.LearnAsync(requests.Select(request => request.Task));
        var roots = await RootsAsync(requests);
        var uploads = await UploadsAsync(requests);
        var now = clock.GetUtcNow();
        var receipts = new JobReceipt[requests.Length];
        var accepted = new List<JobCommand>(requests.Length);
        var places = new List<int>(requests.Length);
        for (var i = 0; i < requests.Length; i++)
        {
            var root = requests[i].Parent is { } parent ? roots.GetValueOrDefault(parent) : null;
            var problems =
                JobAdmission.Check(requests[i], catalogue, root, uploads.GetValueOrDefault(requests[i].Id, NoUploads), now,
                out var row);
            receipts[i] = new JobReceipt(requests[i].Id, problems);
            if (row is null)
                continue;
            accepted.Add(new SubmitJob(row));
            places.Add(i);
        }

        var answers = accepted.Count > 0 ? await dispatcher.ExecuteAsync(accepted) : [];
        for (var i = 0; i < answers.Length; i++)
            receipts[places[i]] = Receipt(receipts[places[i]], answers[i]);
        return receipts;
    }

    public async Task<string[]> CheckAsync(JobRequest request)
    {
        request = Canonical(request);
        await catalogue.LearnAsync([request.Task]);
        var root = request.Parent is { } parent ? (await RootsAsync([request])).GetValueOrDefault(parent) : null;
        var uploads = (await UploadsAsync([request])).GetValueOrDefault(request.Id, NoUploads);
        return JobAdmission.Check(request, catalogue, root, uploads, clock.GetUtcNow(), out _);
    }

    // Before anything is checked: what a rule looks for must not hide behind an escape.
    private static JobRequest Canonical(JobRequest request)
    {
        var arguments = JsonText.Canonical(request.Arguments);
        var meta = request.Meta is { } fields ? JsonText.Canonical(fields) : null;
        var results = request.ResultTransforms is { } transforms ? JsonText.Canonical(transforms) : null;
        return (arguments, meta, results) == (request.Arguments, request.Meta, request.ResultTransforms)
            ? request
            : request with { Arguments = arguments, Meta = meta, ResultTransforms = results };
    }

    private static JobReceipt Receipt(JobReceipt hoped, JobAnswer answer) => answer switch
    {
        { Refusal: { } refusal } => hoped with { Problems = [refusal] },
        { Row: { } row } when row.Id != hoped.Id => hoped with { Id = row.Id, Existing = true },
        _ => hoped,
    };

    private async Task<Dictionary<Guid, Guid?>> RootsAsync(JobRequest[] requests)
    {
        var roots = new Dictionary<Guid, Guid?>();
        foreach (var request in requests)
            if (request.Parent is { } parent && !roots.ContainsKey(parent))
                roots[parent] = (await store.FindAsync(parent))?.Root;
        return roots;
    }

    private async Task<Dictionary<Guid, HashSet<string>>> UploadsAsync(JobRequest[] requests)
    {
        var uploads = new Dictionary<Guid, HashSet<string>>();
        foreach (var request in requests.Where(request => TransformNodes.MayBeIn(request.Arguments)))
            uploads[request.Id] = [.. (await store.ArtifactsAsync(request.Id)).Where(row => row.IsInput).Select(row => row.Name)];
        return uploads;
    }

    public async Task<JobPage> ListAsync(JobQuery query)
    {
        if (query.Limit is < 1 or > 1_000)
            throw new ArgumentException($"limit is {query.Limit}; it must be 1 to 1,000");
        var (rows, next, previous) = await store.ListAsync(query);
        return new JobPage([.. rows.Select(row => row.ToView())], next, previous);
    }

    public Task<long> CountAsync(JobQuery query) => store.CountAsync(query);

    public async Task<OfferedTask[]> TasksAsync()
    {
        await catalogue.RefreshAsync();
        return [.. catalogue.Tasks.OrderBy(offered => offered.Task.Name, StringComparer.Ordinal)];
    }

    public Task<SiloView[]> SilosAsync() => store.LiveWorkersAsync(clock);
}
