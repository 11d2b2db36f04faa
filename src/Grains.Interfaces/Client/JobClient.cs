using System.Diagnostics;
using System.Text.Json;

namespace Gristmill;

/// <summary>
/// Submits jobs and follows them, from any process that has a cluster client, or from inside a silo. Thread-safe; keep one for
/// the life of the process. Jobs submitted at the same time travel together, so many callers cost little more than one.
/// </summary>
public sealed partial class JobClient : IAsyncDisposable
{
    /// <summary>How JSON is read and written at every face: camelCase names, enums by name.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
        // People read it; it is never put into a page unescaped.
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly IGrainFactory _grains;
    private readonly Retrying _retrying;
    private readonly JobWaits _waits;

    // A stateless worker has no identity, but Orleans chooses its silo by its key: clients are to spread.
    private readonly int _intake = Random.Shared.Next(16);
    private readonly SubmitBatches _submits;

    /// <summary>Makes a client.</summary>
    /// <param name="grains">A cluster client, or a silo's grain factory.</param>
    /// <param name="clock">Measures pauses between tries; the system's unless given.</param>
    public JobClient(IGrainFactory grains, TimeProvider? clock = null)
    {
        _grains = grains;
        _retrying = new Retrying(clock ?? TimeProvider.System);
        _waits = new JobWaits(grains, _retrying);
        _submits = new SubmitBatches(SendAsync);
    }

    private IPluginRegistryGrain Registry => _grains.GetGrain<IPluginRegistryGrain>(IPluginRegistryGrain.Key);

    private IJobIntakeGrain Intake => _grains.GetGrain<IJobIntakeGrain>(_intake);

    /// <summary>Submits a job. When it answers, the job is on disk and will not be lost.</summary>
    /// <param name="task">The task's full name.</param>
    /// <param name="arguments">The arguments by position; each is written as JSON.</param>
    /// <exception cref="JobRefusedException">
    /// The task is unknown, or the arguments do not fit: every problem in one message.
    /// </exception>
    public Task<JobHandle> SubmitAsync(string task, params object?[] arguments) => SubmitAsync(Request(task, arguments));

    /// <summary>Submits a job with options of its own. Submitting the same id again is the same job.</summary>
    /// <param name="request">The job.</param>
    /// <returns>
    /// The job; with <see cref="UniquePolicy.ReturnExisting"/> the one that has the key already, if there is one.
    /// </returns>
    /// <exception cref="JobRefusedException">The request was refused: every problem in one message.</exception>
    public async Task<JobHandle> SubmitAsync(JobRequest request)
    {
        using var span = SubmissionTracing.Begin(request);
        var receipt = await _submits.AddAsync(SubmissionTracing.Carry(request));
        if (!receipt.Accepted)
            span?.SetStatus(ActivityStatusCode.Error, string.Join(' ', receipt.Problems));
        return receipt.Accepted ? Job(receipt.Id) : throw new JobRefusedException(receipt.Problems);
    }

    /// <summary>Submits many jobs; the good ones are accepted whatever the others are.</summary>
    /// <param name="requests">The jobs, any number.</param>
    /// <returns>One receipt a request, in their order.</returns>
    public async Task<JobReceipt[]> SubmitManyAsync(IReadOnlyList<JobRequest> requests) =>
        await SubmitManyAsync(requests.ToAsyncEnumerable()).ToArrayAsync();

    /// <summary>
    /// Checks a job as its submission would, and submits nothing. What depends on other jobs (a unique key) is not checked.
    /// </summary>
    /// <param name="request">The job.</param>
    /// <returns>Everything that is wrong with it, a sentence each; empty if nothing is.</returns>
    public Task<string[]> CheckAsync(JobRequest request) => _retrying.RunAsync(() => Intake.CheckAsync(request));

    /// <summary>
    /// Submits jobs as they come, any number of them, in constant memory: no more are taken from the source than fit a few calls.
    /// A job waits for company only while calls are under way.
    /// </summary>
    /// <param name="requests">
    /// The jobs. When this ends early, the source is canceled. When the source fails, what it gave before is submitted and
    /// answered; then its failure is thrown.
    /// </param>
    /// <param name="cancellationToken">Submits no more; what was sent may have been accepted.</param>
    /// <returns>One receipt a request, in their order, as the answers come.</returns>
    public IAsyncEnumerable<JobReceipt> SubmitManyAsync(IAsyncEnumerable<JobRequest> requests,
        CancellationToken cancellationToken = default) =>
        new SubmitStream(SendAsync).SubmitAsync(SubmissionTracing.Carry(requests), cancellationToken);

    /// <summary>Submits a job and waits for its result.</summary>
    /// <param name="task">The task's full name.</param>
    /// <param name="arguments">The arguments by position; each is written as JSON.</param>
    /// <exception cref="JobRefusedException">The task is unknown, or the arguments do not fit.</exception>
    /// <exception cref="JobFailedException">The job ended as Error or Canceled.</exception>
    public async Task<T?> RunAsync<T>(string task, params object?[] arguments)
    {
        var job = await SubmitAsync(Request(task, arguments) with { Watched = true });
        return await job.ResultAsync<T>();
    }

    /// <summary>A handle on a job that was submitted before, here or elsewhere. Asks nobody.</summary>
    /// <param name="id">The job's id.</param>
    public JobHandle Job(Guid id) => new(id, _grains, _waits, _retrying);

    /// <summary>
    /// Deletes an ended job with its history, its log and whatever else belongs to it; retention does so by itself in time. Its
    /// children stay. If a silo is lost meanwhile, the job may be unknown because this very call has deleted it.
    /// </summary>
    /// <param name="id">The job's id.</param>
    /// <returns>The job as it was.</returns>
    /// <exception cref="UnknownJobException">There is no such job.</exception>
    /// <exception cref="JobRefusedException">
    /// The job has not ended, or one of its children has not, or it is the newest of all.
    /// </exception>
    public Task<JobView> DeleteAsync(Guid id) => _retrying.RunAsync(() => _grains.GetGrain<IJobGrain>(id).DeleteAsync());

    /// <summary>A page of jobs, in the order of their submission, or of their end if the query asks for it.</summary>
    /// <param name="query">What to list, and from where.</param>
    /// <exception cref="ArgumentException">The query is malformed; says which field and why.</exception>
    public Task<JobPage> ListAsync(JobQuery query) => _retrying.RunAsync(() => Intake.ListAsync(query));

    /// <summary>
    /// How many jobs fit a query on all its pages together. Takes longer than a page: every job that might is looked at.
    /// </summary>
    /// <param name="query">Which jobs; its limit and cursor do not matter.</param>
    public Task<long> CountAsync(JobQuery query) => _retrying.RunAsync(() => Intake.CountAsync(query));

    /// <summary>Every task that a live silo offers, by name.</summary>
    public Task<OfferedTask[]> TasksAsync() => _retrying.RunAsync(() => Intake.TasksAsync());

    /// <summary>
    /// What each live silo has seen of a task since it started, if it has run it, by silo; at most about a second old.
    /// </summary>
    /// <param name="task">The task's full name; null for all tasks.</param>
    public Task<TaskStats[]> TaskStatsAsync(string? task = null) => _retrying.RunAsync(() => Registry.StatsAsync(task));

    /// <summary>
    /// The plugins of each live silo, by silo, with the reasons why some cannot be used; at most about a second old.
    /// </summary>
    public Task<SiloPlugins[]> PluginsAsync() => _retrying.RunAsync(() => Registry.PluginsAsync());

    /// <summary>The worker pools of the live silos, by name.</summary>
    public Task<SiloView[]> SilosAsync() => _retrying.RunAsync(() => Intake.SilosAsync());

    /// <summary>Ends the client once what it was given has been sent. Jobs go on.</summary>
    public ValueTask DisposeAsync() => _submits.DisposeAsync();

    /// <summary>A request with an id of its own, to add options to.</summary>
    /// <param name="task">The task's full name.</param>
    /// <param name="arguments">The arguments by position; each is written as JSON.</param>
    public static JobRequest Request(string task, params object?[] arguments) => new()
    {
        Id = JobIds.New(),
        Task = task,
        Arguments = JsonSerializer.Serialize(arguments, Json),
    };

    // The ids are the submitter's, so that a batch whose answer was lost can be sent again without making a job twice.
    private Task<JobReceipt[]> SendAsync(JobRequest[] batch) => _retrying.RunAsync(() => Intake.SubmitAsync(batch));
}
