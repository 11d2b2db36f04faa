using BenchmarkDotNet.Attributes;
using Gristmill.Jobs;
using Gristmill.Storage.Sqlite;

namespace Gristmill.Bench.Micro;

/// <summary>
/// The job store on disk: what a job's commands cost when they come one by one, in batches, and mixed as silos send them.
/// </summary>
public class StoreBenchmarks
{
    private const int Batch = 500;
    private const string Owner = "mill@1";
    private const string Silo = "mill";
    private readonly string _folder = Directory.CreateTempSubdirectory("gristmill-micro-").FullName;
    private SqliteJobStore _store = null!;

    // BenchmarkDotNet waits for no task of these two, in the process that it shares.

    /// <summary>Opens a store in an empty folder.</summary>
    [GlobalSetup]
    public void Open()
    {
        _store = new SqliteJobStore(_folder, TimeProvider.System);
        _store.OpenAsync(CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <summary>Closes it, and deletes the folder.</summary>
    [GlobalCleanup]
    public void Close()
    {
        _store.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>One command, one transaction, one fsync.</summary>
    [Benchmark(Description = "store: a command alone")]
    public Task SingleAsync() => _store.ExecuteAsync(new SubmitJob(NewJob()));

    /// <summary>Many commands in one transaction; time a command.</summary>
    [Benchmark(Description = "store: a command of a batch of 500", OperationsPerInvoke = Batch)]
    public Task BatchedAsync() => _store.ExecuteAsync([.. Enumerable.Range(0, Batch).Select(_ => new SubmitJob(NewJob()))]);

    /// <summary>Jobs that are submitted, claimed and finished at the same time, each command on its own; time a job.</summary>
    [Benchmark(Description = "store: a job's submit, claim and finish, 500 jobs at a time", OperationsPerInvoke = Batch)]
    public Task MixedAsync() => Task.WhenAll(Enumerable.Range(0, Batch).Select(_ => LifeAsync()));

    private async Task LifeAsync()
    {
        var job = NewJob();
        await _store.ExecuteAsync(new SubmitJob(job));
        await _store.ExecuteAsync(new ClaimJob(job.Id, Owner, Silo));
        await _store.ExecuteAsync(new FinishJob(job.Id, Owner, 1, new RunOutcome.Returned("null"), null));
    }

    private static JobRow NewJob() => new()
    {
        Id = Guid.CreateVersion7(),
        Task = "gwexample.analyses.tasks.noop",
        Title = "Does nothing",
        Queue = "default",
        Priority = 5,
        Arguments = "[]",
    };
}
