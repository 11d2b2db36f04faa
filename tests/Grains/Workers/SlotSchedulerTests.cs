namespace Gristmill.Workers;

public sealed class SlotSchedulerTests
{
    [Fact]
    public async Task Work_and_its_continuations_stay_on_the_slots_threads()
    {
        using var slots = new SlotScheduler(2);
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
    public async Task As_many_run_at_once_as_there_are_slots()
    {
        using var slots = new SlotScheduler(3);
        using var all = new Barrier(3);

        // Each blocks its thread until the others have come.
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(
            () => all.SignalAndWait(TestContext.Current.CancellationToken), CancellationToken.None, TaskCreationOptions.None, slots)));

        Assert.Equal(1, all.CurrentPhaseNumber);
    }

    [Fact]
    public async Task Threads_that_run_plugin_code_yield_to_the_others()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("niceness per thread is Linux's");
        using var slots = new SlotScheduler(1);

        var nice = await Task.Factory.StartNew(
            () => File.ReadAllText("/proc/thread-self/stat").Split(") ")[^1].Split(' ')[16], CancellationToken.None, TaskCreationOptions.None, slots);

        Assert.Equal("10", nice);
    }
}
