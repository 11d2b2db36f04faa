using Gristmill.Grains.Pool;
using Gristmill.Plugins;

namespace Gristmill.Workers;

/// <summary>How runs end that are told to stop.</summary>
public sealed class JobRunTests : IAsyncLifetime
{
    private static readonly Dictionary<string, Action<TaskContext>> Waits = new()
    {
        ["throws"] = task => Never(task).GetAwaiter().GetResult(),
        ["waits for one"] = task => Never(task).Wait(),
        ["waits for several"] = task => Task.WhenAll(Never(task), Never(task)).Wait(),
        ["waits for those that wait"] = task => Task.WaitAll(Task.Run(() => Never(task).Wait()), Never(task)),
    };

    private TestRuns _runs = null!;

    public static TheoryData<string> WaitNames { get; } = [.. Waits.Keys];

    public async ValueTask InitializeAsync() => _runs = await TestRuns.StartAsync();

    public ValueTask DisposeAsync() => _runs.DisposeAsync();

    [Theory]
    [MemberData(nameof(WaitNames))]
    public async Task A_run_that_was_canceled_is_stopped_in_whatever_way_its_task_waits(string how)
    {
        Assert.IsType<RunOutcome.Stopped>(await StopAsync(CancelReason.Requested, Waits[how]));
    }

    [Theory]
    [MemberData(nameof(WaitNames))]
    public async Task A_run_that_has_passed_its_time_limit_failed_of_that_in_whatever_way_its_task_waits(string how)
    {
        var failed = Assert.IsType<RunOutcome.Failed>(await StopAsync(CancelReason.TimeLimit, Waits[how]));

        Assert.Equal("TimeLimit", failed.Error.Type);
    }

    [Fact]
    public async Task A_run_that_was_canceled_and_failed_of_something_else_beside_it_is_an_error()
    {
        var outcome = await StopAsync(CancelReason.Requested, task =>
            Task.WhenAll(Never(task), Task.FromException(new TimeoutException())).Wait());

        Assert.Equal("System.AggregateException", Assert.IsType<RunOutcome.Failed>(outcome).Error.Type);
    }

    [Fact]
    public async Task Cancellations_that_nobody_asked_for_are_an_error()
    {
        var canceled = Task.FromCanceled(new CancellationToken(canceled: true));

        var outcome = await TestRuns.PlayAsync(await _runs.ClaimAsync(), _ => Task.Run(canceled.Wait));

        Assert.Equal("System.AggregateException", Assert.IsType<RunOutcome.Failed>(outcome).Error.Type);
    }

    private async Task<RunOutcome> StopAsync(CancelReason reason, Action<TaskContext> work)
    {
        var run = await _runs.ClaimAsync();
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var playing = TestRuns.PlayAsync(run, task =>
        {
            began.SetResult();
            work(task);
            return Task.CompletedTask;
        });
        await began.Task;
        run.Execution.Stop(reason);
        return await playing;
    }

    private static Task Never(TaskContext task) =>
        Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, task.CancellationToken);
}
