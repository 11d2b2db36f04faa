using System.Text.Json;
using GWExample.Analyses;

namespace GWExample.Tests.Analyses;

/// <summary>The example's tasks as their author tests them: no silo, no cluster.</summary>
public sealed class TasksTests : IDisposable
{
    private readonly TaskHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task Fibonacci_of_26_is_121393() => Assert.Equal(121393, await _harness.RunAsync(_ => Tasks.Fibonacci(26)));

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public async Task There_is_no_Fibonacci_number_before_the_first(int n) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _harness.RunAsync(_ => Tasks.Fibonacci(n)));

    [Fact]
    public async Task The_cancelable_task_ends_when_it_is_told_to()
    {
        using var third = new TaskHarness { Attempt = 3 };
        var run = third.RunAsync(Tasks.UntilCanceled);
        await third.UntilAsync(harness => harness.Log.Count == 1);
        Assert.False(run.IsCompleted);

        third.Cancel();

        Assert.Equal(3, await run);
        Assert.Equal(["working until cancelled", "told to stop: Requested"], third.Log.Select(line => line.Text));
    }

    [Fact]
    public async Task The_chatty_task_logs_and_reports_progress()
    {
        Assert.Equal(2, await _harness.RunAsync(task => Tasks.Chatty(task, lines: 2, text: "row")));

        Assert.Equal([new(TaskLogLevel.Info, "row 1"), new(TaskLogLevel.Info, "row 2")], _harness.Log);
        Assert.Equal([new(1, 2, "row 1 of 2"), new(2, 2, "row 2 of 2")], _harness.Progress);
    }

    [Fact]
    public async Task The_failing_task_fails() => Assert.Equal(
        "no luck", (await Assert.ThrowsAsync<InvalidOperationException>(() => _harness.RunAsync(_ => { Tasks.Fail("no luck"); return 0; }))).Message);

    [Fact]
    public async Task The_busy_task_and_the_waiting_task_heed_their_time_limit()
    {
        _harness.Cancel(CancelReason.TimeLimit);

        Assert.InRange(await _harness.RunAsync(task => Tasks.Busy(task, 3600)), 0, 3599);
        await _harness.RunAsync(task => Tasks.Wait(task, 3600));
    }

    [Fact]
    public async Task Echo_returns_any_value()
    {
        using var value = JsonDocument.Parse("""{"a":[1,null]}""");

        Assert.Equal(value.RootElement, await _harness.RunAsync(_ => Tasks.Echo(value.RootElement)));
    }
}
