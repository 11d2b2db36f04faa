using System.Globalization;
using Gristmill.BuiltIn.Programs;

namespace Gristmill.BuiltIn.Tests.Programs;

/// <summary>When a run ends, so does everything that its program has started.</summary>
public sealed class StoppingTests
{
    private static readonly BuiltInOptions Options = new() { Programs = ["/bin/sh"] };

    [Fact]
    public async Task A_cancelled_program_ends_with_its_children_and_theirs()
    {
        using var harness = new TaskHarness();
        var run = Start(harness, "sh -c 'sleep 1000 & echo $!; wait' & echo $!; wait");
        var family = await ProcessesAsync(harness, 2);

        harness.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.All(family, HasEnded);
        Assert.Contains(harness.Log, line => line.Text == "stopping /bin/sh (Requested)");
    }

    [Fact]
    public async Task A_program_that_is_told_to_stop_may_tidy_up()
    {
        using var harness = new TaskHarness { TimeLimit = TimeSpan.FromMinutes(1), Clock = new FakeTimeProvider() };
        // What the shell itself says of its sleep, which is told to stop as well, goes nowhere.
        var run = Start(harness, "exec 2>/dev/null; trap 'echo tidy; exit 7' TERM; echo $$; while :; do sleep 0.01; done");
        await ProcessesAsync(harness, 1);

        harness.Cancel(CancelReason.TimeLimit);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal("tidy", harness.Log[^1].Text);
    }

    [Fact]
    public async Task What_ignores_that_it_is_told_to_stop_is_killed_after_the_grace_wherever_it_went()
    {
        var clock = new ImpatientClock(ProgramRun.Grace);
        using var harness = new TaskHarness { Clock = clock };
        // A daemon: its parent is gone, and it has a session of its own.
        var run = Start(harness, "trap '' TERM; (setsid sh -c 'echo $$; sleep 1000' &); echo $$; while :; do sleep 1000; done");
        var family = await ProcessesAsync(harness, 2);

        harness.Cancel(CancelReason.Shutdown);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal([ProgramRun.Grace], clock.Passed);
        Assert.All(family, HasEnded);
    }

    [Fact]
    public async Task What_a_program_leaves_running_ends_with_it()
    {
        using var harness = new TaskHarness();

        await Start(harness, "sleep 1000 & echo $!");

        HasEnded(int.Parse(Assert.Single(harness.Log).Text, CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_run_that_was_told_to_stop_before_starts_nothing()
    {
        using var harness = new TaskHarness();
        harness.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Start(harness, "echo started"));

        Assert.Empty(harness.Log);
    }

    private static Task<ProgramResult> Start(TaskHarness harness, string script) =>
        harness.RunAsync(task => new ProgramTasks(Options).Run(task, "/bin/sh", ["-c", script]));

    private static async Task<int[]> ProcessesAsync(TaskHarness harness, int count)
    {
        await harness.UntilAsync(seen => seen.Log.Count >= count, TestContext.Current.CancellationToken);
        return [.. harness.Log.Take(count).Select(line => int.Parse(line.Text, CultureInfo.InvariantCulture))];
    }

    private static void HasEnded(int process)
    {
        try
        {
            // One that nobody has asked about yet is a zombie: it runs no more.
            Assert.True(File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Trim()[0] is 'Z' or 'X', $"{process} runs");
        }
        catch (IOException)
        {
            // It is gone.
        }
    }
}
