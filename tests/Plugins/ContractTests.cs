namespace Gristmill.Plugins.Tests;

/// <summary>What a plugin's author sees.</summary>
public sealed class ContractTests
{
    [Fact]
    public async Task A_delay_ends_when_its_time_has_come()
    {
        using var task = new TestTaskContext();

        var delay = task.Delay(50);

        task.Clock.Advance(TimeSpan.FromMilliseconds(49));
        Assert.False(delay.IsCompleted);
        task.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await delay;
        Assert.False(task.IsCancellationRequested);
    }

    [Fact]
    public async Task A_delay_ends_early_and_without_an_exception_when_the_job_is_cancelled()
    {
        using var task = new TestTaskContext();

        var delay = task.Delay(TimeSpan.FromHours(1));
        task.Cancel(CancelReason.Shutdown);

        await delay;
        Assert.True(task.IsCancellationRequested);
        Assert.Equal(CancelReason.Shutdown, task.CancelReason);
        await task.Delay(50); // and so does every later one
    }

    [Fact]
    public async Task A_delay_is_not_negative()
    {
        using var task = new TestTaskContext();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => task.Delay(-1));
    }

    [Fact]
    public void A_log_line_carries_its_level()
    {
        using var task = new TestTaskContext();

        task.Log.Debug("a");
        task.Log.Info("b");
        task.Log.Warning("c");
        task.Log.Error("d");

        Assert.Equal(["Debug: a", "Info: b", "Warning: c", "Error: d"], task.LogLines);
    }

    [Fact]
    public void Options_are_not_set_until_somebody_sets_them()
    {
        var task = new JobTaskAttribute();

        Assert.Equal((0d, -1, 0, true), (task.TimeLimitSeconds, task.Priority, task.MaxLostRuns, task.Redeliver));
        Assert.Equal(
            (null, null, null, null, null),
            (task.Options.TimeLimit, task.Options.Queue, task.Options.Priority, task.Options.MaxLostRuns, task.Options.Redeliver));
    }

    [Fact]
    public void Options_outside_their_limits_are_refused_with_what_was_received_and_what_is_expected()
    {
        var defaults = new TaskDefaults();

        Assert.Equal("a priority cannot be 10; expected 0 (last) to 9 (first)", Refused(() => defaults.Priority = 10));
        Assert.Equal("a priority cannot be -1; expected 0 (last) to 9 (first)", Refused(() => defaults.Priority = -1));
        Assert.Equal("the lost runs of a job cannot be 0; expected 1 to 100", Refused(() => defaults.MaxLostRuns = 0));
        Assert.Equal("a queue cannot be \"a b\"; expected 1 to 64 letters, digits, '.', '_' and '-'",
            Refused(() => defaults.Queue = "a b"));
        Assert.Equal("a time limit cannot be 00:00:00; expected more than 0 and at most 49 days",
            Refused(() => defaults.TimeLimit = TimeSpan.Zero));
        Assert.Null(defaults.Priority);
    }

    private static string Refused(Action set) => Assert.Throws<ArgumentException>(set).Message;
}
