using Gristmill.Jobs;

namespace Gristmill.Storage;

/// <summary>
/// What every job store promises. A subclass a store says how to open one; several of one test share their data.
/// </summary>
public abstract partial class JobStoreConformance : IAsyncLifetime
{
    private readonly List<IJobStore> _opened = [];

    private protected MachineClock Clock { get; } = new(TestJobs.Start);

    private protected IJobStore Store { get; private set; } = null!;

    /// <summary>Another store on the same data, as another silo would have.</summary>
    private protected abstract IJobStore Create();

    /// <summary>Removes the data.</summary>
    private protected abstract ValueTask CleanUpAsync();

    public async ValueTask InitializeAsync() => Store = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var store in _opened)
            await store.DisposeAsync();
        await CleanUpAsync();
    }

    private protected async Task<IJobStore> OpenAsync()
    {
        var store = Create();
        _opened.Add(store);
        await store.OpenAsync(CancellationToken.None);
        return store;
    }

    private protected async Task<JobRow> SubmitAsync(JobRow row) => (await Store.ExecuteAsync(new SubmitJob(row))).Row!;

    private protected async Task<JobRow> SubmitAsync() => await SubmitAsync(TestJobs.New());

    private protected async Task<JobRow> RunningAsync(string owner = TestJobs.Owner)
    {
        var job = await SubmitAsync();
        return (await Store.ExecuteAsync(new ClaimJob(job.Id, owner, owner.Split('@')[0]))).Row!;
    }
}
