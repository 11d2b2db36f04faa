using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Gristmill.Execution.Runs;
using Gristmill.Grains;
using Gristmill.Grains.Counters;
using Gristmill.Grains.Jobs;
using Gristmill.Grains.Pool;
using Gristmill.Jobs;
using Gristmill.Plugins;
using Gristmill.Storage.Sqlite;

namespace Gristmill.Workers;

/// <summary>Runs tasks that tests write, on slots and with a store, and reads what they have logged.</summary>
internal sealed class TestRuns : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly SlotScheduler _slots = new(4, TimeProvider.System);
    private readonly SqliteJobStore _store;
    private readonly SlowStore _slow;

    private TestRuns()
    {
        _store = new SqliteJobStore(_folder["data"], Clock);
        var proxy = DispatchProxy.Create<IJobStore, SlowStore>();
        _slow = (SlowStore)(object)proxy;
        _slow.Real = _store;
        OutputBuffer = new RunOutputBuffer(proxy, new JobCommandDispatcher(proxy, null!, new JobCounts()), Clock);
    }

    public FakeTimeProvider Clock { get; } = new(TestJobs.Start);

    public SiloOptions Options { get; } = new() { TimeLimit = TimeSpan.FromHours(1) };

    public RunOutputBuffer OutputBuffer { get; }

    public static async Task<TestRuns> StartAsync()
    {
        var runs = new TestRuns();
        await runs._store.OpenAsync(CancellationToken.None);
        return runs;
    }

    /// <summary>A job that was claimed.</summary>
    public async Task<PoolRun> ClaimAsync()
    {
        var job = TestJobs.New();
        await _store.ExecuteAsync(new SubmitJob(job));
        var claimed = await _store.ExecuteAsync(new ClaimJob(job.Id, TestJobs.Owner, TestJobs.Silo));
        var services = new RunServices(Options, _slots, OutputBuffer, null!, null!, null!, new RunFolders(Options, Clock), Clock);
        return new PoolRun(claimed.Row!, queue: null!, services, (_, _) => { });
    }

    /// <summary>Runs a task to its end; the answer is its log, each line as <c>Level: text</c>.</summary>
    public async Task<string[]> LogOfAsync(Func<TaskContext, Task> task)
    {
        var run = await ClaimAsync();
        await PlayAsync(run, task);
        return await LogOfAsync(run);
    }

    public async Task<string[]> LogOfAsync(PoolRun run)
    {
        await OutputBuffer.FlushAsync();
        return [.. (await StoredAsync(run)).Select(line => $"{line.Level}: {line.Text}")];
    }

    public Task<JobLogLine[]> StoredAsync(PoolRun run) => _store.LogAsync(run.Job, 0, 100_000);

    public static Task<RunOutcome> PlayAsync(PoolRun run, Func<TaskContext, Task> task) =>
        run.Execution.StartAsync(async context =>
    {
        await task(context);
        return null;
    });

    /// <summary>Keeps the store from answering until the answer is disposed of.</summary>
    public IDisposable StallStore()
    {
        var stalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _slow.Ready = stalled.Task;
        return new Resume(stalled);
    }

    /// <summary>Lets the next flush fail.</summary>
    public void FailStore() => _slow.Ready = Task.FromException(new StoreUnavailableException("the disk is full"));

    public void MendStore() => _slow.Ready = Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _slots.Dispose();
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    private sealed class Resume(TaskCompletionSource stalled) : IDisposable
    {
        public void Dispose() => stalled.TrySetResult();
    }
}

/// <summary>A store whose log can be slow or broken.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "The proxy derives from it.")]
internal class SlowStore : DispatchProxy
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IJobStore Real { get; set; } = null!;

    public Task Ready { get; set; } = Task.CompletedTask;

    /// <summary>Lines were to be stored.</summary>
    public Task Asked => _asked.Task;

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name == nameof(IJobStore.AppendLogAsync)
        ? AppendAsync((IReadOnlyList<LogEntry>)args![0]!)
        : targetMethod.Invoke(Real, args);

    private async Task AppendAsync(IReadOnlyList<LogEntry> lines)
    {
        _asked.TrySetResult();
        await Ready;
        await Real.AppendLogAsync(lines);
    }
}
