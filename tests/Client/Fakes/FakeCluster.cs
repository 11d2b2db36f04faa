using System.Globalization;
using Gristmill.Client.Clusters;

namespace Gristmill.Client.Tests.Fakes;

/// <summary>A cluster in memory: the real <see cref="JobClient"/> calls it as it would call grains.</summary>
internal sealed partial class FakeCluster : IClusters, IJobIntakeGrain, IJobWaitGrain, IPluginRegistryGrain
{
    private readonly Dictionary<Guid, FakeJob> _jobs = [];

    /// <summary>Why it cannot be reached, if it cannot.</summary>
    public Exception? Unreachable { get; init; }

    /// <summary>Why it refuses what is submitted, if it does.</summary>
    public string[] Problems { get; init; } = [];

    /// <summary>Why it refuses one of several, if it does.</summary>
    public Func<JobRequest, string[]> Judge { get; init; } = _ => [];

    /// <summary>The job that has the request's unique key already, if one does.</summary>
    public Func<JobRequest, Guid?> Existing { get; init; } = _ => null;

    /// <summary>What silos have seen of their tasks.</summary>
    public TaskStats[] Stats { get; init; } = [];

    /// <summary>Held by a call before it is answered.</summary>
    public Func<JobRequest[], Task> Hold { get; init; } = _ => Task.CompletedTask;

    public OfferedTask[] Tasks { get; init; } = [];

    /// <summary>What silos say of their plugins, each time they are asked.</summary>
    public Func<SiloPlugins[]> Plugins { get; init; } = () => [];

    public SiloView[] Silos { get; init; } = [];

    /// <summary>What a job is that was just submitted: Success with the result 121393 unless set.</summary>
    public Func<JobRequest, FakeJob> Accept { get; init; } = request =>
        new FakeJob(Samples.Job(request.Id) with { Task = request.Task, Arguments = request.Arguments });

    public List<JobRequest> Submitted { get; } = [];

    public List<JobQuery> Queries { get; } = [];

    /// <summary>The data folders that were connected to, or on which a silo was started.</summary>
    public List<string?> Connected { get; } = [];

    public List<string?> Started { get; } = [];

    public int Left { get; private set; }

    public FakeJob Add(JobView job) => Add(new FakeJob(job));

    public FakeJob Add(FakeJob job) => _jobs[job.View.Id] = job;

    public Task<Cluster> ConnectAsync(string? data) => ReachAsync(data, Connected);

    public Task<Cluster> StartLocalAsync(string? data) => ReachAsync(data, Started);

    public async Task<JobReceipt[]> SubmitAsync(JobRequest[] requests)
    {
        Submitted.AddRange(requests);
        var receipts = requests.Select(Receipt).ToArray();
        foreach (var (request, receipt) in requests.Zip(receipts))
            if (receipt is { Accepted: true, Existing: false })
                _jobs[request.Id] = Accept(request);
        await Hold(requests);
        return receipts;
    }

    /// <summary>
    /// Pages of the jobs that have the query's parent and status, newest first; the cursor is the number of jobs before the page.
    /// </summary>
    public Task<long> CountAsync(JobQuery query) => throw new NotSupportedException();

    public Task<JobPage> ListAsync(JobQuery query)
    {
        Queries.Add(query);
        var all = _jobs.Values.Select(job => job.View with { History = [] })
            .Where(job =>
                (query.Parent is null || job.Parent == query.Parent) && (query.Statuses.Length == 0 || query.Statuses.Contains(job.Status)))
            .OrderByDescending(job => job.Created).ToArray();
        var start = int.Parse(query.Cursor ?? "0", CultureInfo.InvariantCulture);
        var end = start + query.Limit;
        return Task.FromResult(new JobPage([.. all.Skip(start).Take(query.Limit)], end < all.Length
            ? end.ToString(CultureInfo.InvariantCulture) : null));
    }

    public Task<OfferedTask[]> TasksAsync() => Task.FromResult(Tasks);

    public Task<SiloView[]> SilosAsync() => Task.FromResult(Silos);

    public Task<TaskStats[]> StatsAsync(string? task) =>
        Task.FromResult(Stats.Where(figures => task is null || figures.Task == task).ToArray());


    public Task<string[]> CheckAsync(JobRequest request) => throw new NotSupportedException();

    public Task<SiloPlugins[]> PluginsAsync() => Task.FromResult(Plugins());

    public Task<bool> ReportAsync(SiloCatalogue report) => throw new NotSupportedException();

    public Task LeaveAsync(string owner) => throw new NotSupportedException();

    public Task<Catalogue?> GetAsync(long version) => throw new NotSupportedException();

    private JobReceipt Receipt(JobRequest request) => Existing(request) is { } other
        ? new JobReceipt(other, [], Existing: true)
        : new JobReceipt(request.Id, [.. Problems, .. Judge(request)]);

    private Task<Cluster> ReachAsync(string? data, List<string?> reached)
    {
        reached.Add(data);
        return Unreachable is null
            ? Task.FromResult(new Cluster(FakeGrains.Of(this), LeaveAsync))
            : Task.FromException<Cluster>(Unreachable);
    }

    private Task LeaveAsync()
    {
        Left++;
        return Task.CompletedTask;
    }

    public FakeJob Job(Guid id) => _jobs.TryGetValue(id, out var job) ? job : new FakeJob(id);
}
