namespace Gristmill.Dashboard.Live;

/// <summary>What several pages show, read once for all viewers of this silo.</summary>
internal sealed class Feeds(JobClient jobs, TimeProvider clock)
{
    private const int MostRunning = 200;
    private const int MostFailures = 8;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly JobStatus[] Held = [.. Enum.GetValues<JobStatus>().Where(status => status.IsHeld())];

    public Feed<QueueView[]> Queues { get; } = new(jobs.QueuesAsync, clock, Second);

    /// <summary>The jobs that silos hold now, the newest of them.</summary>
    public Feed<JobView[]> Running { get; } = new(
        () => ListAsync(jobs, new() { Statuses = Held, Limit = MostRunning }), clock, Second);

    /// <summary>The jobs that failed last, whenever they were submitted.</summary>
    public Feed<JobView[]> Failures { get; } = new(
        () => ListAsync(jobs, new() { Statuses = [JobStatus.Error], EndedSince = DateTimeOffset.MinValue, Limit = MostFailures }),
        clock, 2 * Second);

    public Feed<Catalogue> Tasks { get; } = new(
        async () => new(await jobs.TasksAsync(), await jobs.InstalledPluginsAsync(), await jobs.TaskStatsAsync()), clock, 2 * Second);

    /// <summary>What the silos offer, and how it went.</summary>
    internal sealed record Catalogue(OfferedTask[] Tasks, PluginView[] Plugins, TaskStats[] Stats);

    private static async Task<JobView[]> ListAsync(JobClient jobs, JobQuery query) => (await jobs.ListAsync(query)).Jobs;
}
