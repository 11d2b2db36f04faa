using Gristmill.Jobs;

namespace Gristmill.Storage;

public abstract partial class JobStoreConformance
{
    [Fact]
    public async Task Figures_of_one_minute_are_added_up_whichever_silo_saw_them()
    {
        var other = await OpenAsync();

        await Store.AddStatsAsync(Stats(Clock.Start, 3, latencies: [1, 2]));
        await other.AddStatsAsync(Stats(Clock.Start.AddSeconds(10), 4, latencies: [0, 1, 5]));
        await other.AddStatsAsync(Stats(Clock.Start.AddMinutes(1), 1));

        var minutes = await Store.HistoryAsync(HistoryStep.Minute);
        Assert.Equal([7, 1], minutes.Select(minute => minute.Succeeded));
        Assert.Equal([1, 3, 5], minutes[0].Latencies);
        Assert.Equal(60, minutes[0].Seconds);
        var hour = Assert.Single(await Store.HistoryAsync(HistoryStep.Hour));
        Assert.Equal((8, HistoryStep.Hour.Begin(Clock.Start)), (hour.Succeeded, hour.At));
    }

    [Fact]
    public async Task The_history_stays_as_long_as_it_is_kept_and_no_longer()
    {
        for (var hour = 0; hour < 31 * 24; hour++)
            await Store.AddStatsAsync(Stats(Clock.Start.AddHours(hour), 1));

        Assert.Equal((24, 30 * 24),
            ((await Store.HistoryAsync(HistoryStep.Minute)).Length, (await Store.HistoryAsync(HistoryStep.Hour)).Length));
    }

    [Fact]
    public async Task What_a_pool_has_counted_of_its_tasks_outlives_it()
    {
        var (one, two) = (Counted("one", "task", 3), Counted("two", "task", 4));
        await Store.AddTaskStatsAsync(one.Silo, [one]);
        await Store.AddTaskStatsAsync(one.Silo, [one, Counted("one", "other", 1)]);
        await Store.AddTaskStatsAsync(two.Silo, [two]);
        Assert.Empty(await Store.EndedPoolsStatsAsync());

        await Store.RemoveWorkerAsync(one.Silo);
        Assert.Equal([Counted("", "other", 1), Counted("", "task", 6)], await Store.EndedPoolsStatsAsync());
        await Store.RemoveWorkerAsync(two.Silo);
        await Store.RemoveWorkerAsync(one.Silo);
        Assert.Equal([Counted("", "other", 1), Counted("", "task", 10)], await Store.EndedPoolsStatsAsync());

        static TaskStats Counted(string owner, string task, int runs) =>
            new(owner, task, 0, runs, 2 * runs, 3 * runs, TimeSpan.FromMilliseconds(runs));
    }

    private static ClusterStats Stats(DateTimeOffset at, long succeeded, long[]? latencies = null) => new()
    {
        At = at,
        Seconds = 30,
        Succeeded = succeeded,
        Latencies = latencies ?? [],
    };
}
