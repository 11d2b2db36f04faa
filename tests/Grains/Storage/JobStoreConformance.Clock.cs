using Gristmill.Jobs;

namespace Gristmill.Storage;

/// <summary>The machine's clock is set back or ahead while jobs wait.</summary>
public abstract partial class JobStoreConformance
{
    [Fact]
    public async Task What_is_ready_stays_so_when_the_clock_is_set_back()
    {
        var jobs = new[] { await SubmitAsync(),
            await SubmitAsync(TestJobs.New() with { WakeAt = Clock.GetUtcNow().AddSeconds(10) }) };
        Clock.Advance(TimeSpan.FromSeconds(10));
        await SubmitAsync(TestJobs.New("a.task")); // A write sees that the time has come.

        Clock.Set(TimeSpan.FromHours(-2));
        await Store.ExecuteAsync(new WatchJob(jobs[0].Id, JobWatch.End));

        Assert.Equal(jobs.Select(job => job.Id), await ReadyAsync());
        await ClaimAsync([true, true], jobs);
        var run = (await Store.FindAsync(jobs[0].Id))!;
        Assert.Equal(JobStatus.Success, (await Store.ExecuteAsync(Finish(run, new RunOutcome.Returned("3")))).Row!.Status);
    }

    [Fact]
    public async Task A_wake_time_is_one_of_the_machines_clock()
    {
        var later = await SubmitAsync(TestJobs.New() with { WakeAt = Clock.GetUtcNow().AddHours(1) });

        Clock.Set(TimeSpan.FromHours(-2));
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Empty(await ReadyAsync());
        await ClaimAsync([false], later);

        Clock.Set(TimeSpan.FromHours(2));
        Assert.Equal([later.Id], await ReadyAsync());
        await ClaimAsync([true], later);
    }

    [Fact]
    public async Task A_limit_of_starts_does_not_stand_still_when_the_clock_is_set_back()
    {
        var jobs = await LimitedAsync(5, TwoInTenSeconds);
        await ClaimAsync([true, true, false], jobs[..3]);

        Clock.Set(TimeSpan.FromHours(-2));

        Assert.Equal([jobs[2].Id], await Store.HeldBackAsync(Clock.GetUtcNow(), 10));
        await ClaimAsync([true, true, false], jobs[2..]);
        Clock.Advance(TimeSpan.FromSeconds(5));
        await ClaimAsync([true], jobs[4]);
    }
}
