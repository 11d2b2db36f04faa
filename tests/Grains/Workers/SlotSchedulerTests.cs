using System.Collections.Concurrent;
using Gristmill.Execution.Runs;

namespace Gristmill.Workers;

public sealed class SlotSchedulerTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Work_and_its_continuations_stay_on_the_slots_threads()
    {
        using var slots = new SlotScheduler(2, TimeProvider.System);
        var resume = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var names = await await Task.Factory.StartNew(async () =>
        {
            var before = Thread.CurrentThread.Name;
            resume.SetResult();
            await resume.Task;
            await Task.Yield();
            return (before, Thread.CurrentThread.Name);
        }, CancellationToken.None, TaskCreationOptions.None, slots);

        Assert.Equal(("gristmill slot", "gristmill slot"), names);
    }

    [Fact]
    public async Task A_thread_that_a_task_has_made_its_own_is_given_back_as_it_was()
    {
        using var slots = new SlotScheduler(1, TimeProvider.System);
        var seen = new List<(string?, ThreadPriority, bool)>();

        for (var i = 0; i < 2; i++)
            await RunAsync(slots, () =>
            {
                var thread = Thread.CurrentThread;
                seen.Add((thread.Name, thread.Priority, thread.IsBackground));
                (thread.Name, thread.Priority, thread.IsBackground) = ("mine", ThreadPriority.Lowest, false);
            });

        Assert.Equal(("gristmill slot", ThreadPriority.BelowNormal, true), Assert.Single(seen.Distinct()));
    }

    [Fact]
    public async Task As_many_run_at_once_as_there_are_slots()
    {
        using var slots = new SlotScheduler(3, TimeProvider.System);
        using var all = new Barrier(3);

        // Each blocks its thread until the others have come.
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => RunAsync(slots, () => all.SignalAndWait(Cancel))));

        Assert.Equal(1, all.CurrentPhaseNumber);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 6)]
    [InlineData(4, 4)]
    public async Task What_a_blocked_thread_waits_for_runs_on_another_however_many_block(int slots, int depth)
    {
        using var scheduler = new SlotScheduler(slots, TimeProvider.System);

        var results =
            await Task.WhenAll(Enumerable.Range(0, slots).Select(_ => RunAsync(scheduler, () => BlockAsync(depth).Result)));

        Assert.All(results, result => Assert.Equal(depth, result));

        static async Task<int> BlockAsync(int depth)
        {
            await Task.Yield();
            return depth == 0 ? 0 : 1 + BlockAsync(depth - 1).Result;
        }
    }

    [Fact]
    public async Task Work_that_was_queued_and_has_not_begun_is_run_by_whoever_waits_for_it()
    {
        using var slots = new SlotScheduler(1, TimeProvider.System);

        var threads = await RunAsync(slots, () =>
            (Environment.CurrentManagedThreadId, Task.Factory.StartNew(() => Environment.CurrentManagedThreadId, Cancel).Result));

        Assert.Equal(threads.CurrentManagedThreadId, threads.Result);
    }

    [Fact]
    public async Task Work_that_runs_for_long_takes_no_slots_thread()
    {
        using var slots = new SlotScheduler(1, new FakeTimeProvider());
        using var go = new ManualResetEventSlim();
        var longRunning = Task.Factory.StartNew(() => go.Wait(Cancel), Cancel, TaskCreationOptions.LongRunning, slots);

        await RunAsync(slots, go.Set);

        await longRunning;
    }

    [Fact]
    public async Task No_thread_is_added_while_the_others_get_on()
    {
        var clock = new FakeTimeProvider();
        using var slots = new SlotScheduler(2, clock);
        var threads = new ConcurrentDictionary<int, bool>();

        for (var round = 0; round < 20; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 10)
                .Select(_ => RunAsync(slots, () => threads[Environment.CurrentManagedThreadId] = true)));
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.InRange(threads.Count, 1, 2);
    }

    [Fact]
    public async Task Threads_that_run_plugin_code_yield_to_the_others()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("niceness per thread is Linux's");
        using var slots = new SlotScheduler(1, TimeProvider.System);

        var nice = await RunAsync(slots, () => File.ReadAllText("/proc/thread-self/stat").Split(") ")[^1].Split(' ')[16]);

        Assert.Equal("10", nice);
    }

    private static Task RunAsync(SlotScheduler slots, Action work) =>
        Task.Factory.StartNew(work, Cancel, TaskCreationOptions.None, slots);

    private static Task<T> RunAsync<T>(SlotScheduler slots, Func<T> work) =>
        Task.Factory.StartNew(work, Cancel, TaskCreationOptions.None, slots);
}
