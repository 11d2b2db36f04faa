using Gristmill.Grains;
using Gristmill.Grains.Artifacts;
using Gristmill.Grains.Jobs;
using Gristmill.Grains.Maintenance;
using Gristmill.Jobs;
using Gristmill.Storage.Sqlite;

namespace Gristmill.Retention;

/// <summary>What is deleted, and when.</summary>
public sealed class RetentionSweepTests : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private readonly MachineClock _clock = new(TestJobs.Start);
    private readonly SqliteJobStore _store;
    private readonly SiloOptions _options = new() { KeepSucceeded = TimeSpan.FromDays(7), KeepFailed = TimeSpan.FromDays(30) };
    private readonly RetentionSweep _sweep;

    public RetentionSweepTests()
    {
        _store = new SqliteJobStore(_folder.Path, _clock);
        _sweep = NewSweep();
    }

    public async ValueTask InitializeAsync() => await _store.OpenAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_job_is_deleted_once_it_was_kept_for_its_time_and_failed_ones_are_kept_for_longer()
    {
        var (succeeded, failed, canceled) = (await EndedAsync("a"), await EndedAsync(null), await CanceledAsync());
        var waiting = await SubmitAsync();

        await AfterAsync(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        await StaysAsync(succeeded, failed, canceled, waiting);
        await AfterAsync(TimeSpan.FromSeconds(1));
        Assert.Null(await _store.FindAsync(succeeded));
        await StaysAsync(failed, canceled, waiting);
        await AfterAsync(TimeSpan.FromDays(23));
        Assert.Null(await _store.FindAsync(failed));
        Assert.Null(await _store.FindAsync(canceled));
        await StaysAsync(waiting);
    }

    [Fact]
    public async Task The_age_of_a_job_is_counted_from_its_end()
    {
        var late = await SubmitAsync();
        var early = await EndedAsync("a");
        _clock.Advance(TimeSpan.FromDays(6));
        await EndAsync(late, "b");
        await SubmitAsync();

        await AfterAsync(TimeSpan.FromDays(1));
        Assert.Null(await _store.FindAsync(early));
        await StaysAsync(late);
        // It was met before its time; the next walk from the beginning finds it.
        await AfterAsync(TimeSpan.FromDays(6));
        Assert.Null(await _store.FindAsync(late));
    }

    [Fact]
    public async Task Of_too_many_jobs_the_first_submitted_are_deleted_and_those_of_the_other_end_are_not_counted()
    {
        (_options.KeepSucceededCount, _options.KeepFailedCount) = (3, 2);
        var failed = new List<Guid>();
        var succeeded = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            failed.Add(await EndedAsync(null));
            succeeded.Add(await EndedAsync("a"));
        }
        await SubmitAsync();

        await AfterAsync(TimeSpan.Zero);

        await StaysAsync([.. failed[3..], .. succeeded[2..]]);
        Assert.Equal(6, (await _store.ListAsync(new JobQuery())).Rows.Length);
        succeeded.Add(await EndedAsync("a"));
        await AfterAsync(TimeSpan.Zero);
        await StaysAsync([.. failed[3..], .. succeeded[3..]]);
        Assert.Null(await _store.FindAsync(succeeded[2]));
    }

    [Fact]
    public async Task More_jobs_than_are_deleted_in_one_go_are_all_deleted()
    {
        var jobs = Enumerable.Range(0, 5_001).Select(_ => TestJobs.New()).ToArray();
        await _store.ExecuteAsync([.. jobs.Select(job => new SubmitJob(job))]);
        await _store.ExecuteAsync([.. jobs.Select(job => new CancelJob(job.Id, null))]);

        await AfterAsync(TimeSpan.FromDays(31));

        Assert.Equal(jobs[^1].Id, Assert.Single((await _store.ListAsync(new JobQuery())).Rows).Id);
    }

    [Fact]
    public async Task Two_silos_that_sweep_at_once_do_no_harm()
    {
        var jobs = Enumerable.Range(0, 1_000).Select(_ => TestJobs.New()).ToArray();
        await _store.ExecuteAsync([.. jobs.Select(job => new SubmitJob(job))]);
        await _store.ExecuteAsync([.. jobs[..500].Select(job => new CancelJob(job.Id, null))]);
        _clock.Advance(TimeSpan.FromDays(31));

        await Task.WhenAll(_sweep.SweepAsync(CancellationToken.None), NewSweep().SweepAsync(CancellationToken.None));

        Assert.Equal(jobs[500..].Select(job => job.Id).Order(),
            (await _store.ListAsync(new JobQuery { Limit = 1_000 })).Rows.Select(row => row.Id).Order());
    }

    [Fact]
    public async Task Results_may_go_before_their_jobs()
    {
        _options.KeepResults = TimeSpan.FromDays(1);
        var job = await EndedAsync("a");
        await SubmitAsync();

        await AfterAsync(TimeSpan.FromHours(23));
        Assert.Equal("a", (await _store.FindAsync(job))!.Result);
        await AfterAsync(TimeSpan.FromHours(1));

        var view = (await _store.FindAsync(job))!.ToView();
        Assert.Equal((JobStatus.Success, null, _clock.GetUtcNow()), (view.Status, view.Result, view.ResultExpired));
        await AfterAsync(TimeSpan.FromDays(1));
        Assert.Equal(view.ResultExpired, (await _store.FindAsync(job))!.ResultExpired);
        await AfterAsync(TimeSpan.FromDays(5));
        Assert.Null(await _store.FindAsync(job));
    }

    [Fact]
    public async Task A_clock_that_is_set_ahead_deletes_nothing_before_its_time()
    {
        var job = await EndedAsync("a");
        await SubmitAsync();

        _clock.Set(TimeSpan.FromDays(10_000));
        await AfterAsync(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        await StaysAsync(job);

        _clock.Set(TimeSpan.FromDays(-10_000));
        await AfterAsync(TimeSpan.FromSeconds(1));
        Assert.Null(await _store.FindAsync(job));
    }

    private RetentionSweep NewSweep() =>
        new(_store, new JobRemoval(_store, new JobArtifacts(_store, _options, _clock)), _options, _clock);

    private async Task AfterAsync(TimeSpan time)
    {
        _clock.Advance(time);
        await _sweep.SweepAsync(CancellationToken.None);
    }

    private async Task StaysAsync(params Guid[] jobs)
    {
        foreach (var job in jobs)
            Assert.NotNull(await _store.FindAsync(job));
    }

    private async Task<Guid> SubmitAsync() => (await _store.ExecuteAsync(new SubmitJob(TestJobs.New()))).Row!.Id;

    private async Task<Guid> CanceledAsync()
    {
        var job = await SubmitAsync();
        await _store.ExecuteAsync(new CancelJob(job, null));
        return job;
    }

    private async Task<Guid> EndedAsync(string? result) => await EndAsync(await SubmitAsync(), result);

    private async Task<Guid> EndAsync(Guid job, string? result)
    {
        await _store.ExecuteAsync(new ClaimJob(job, TestJobs.Owner, TestJobs.Silo));
        RunOutcome outcome = result is null ? new RunOutcome.Failed(new JobError("E", "e")) : new RunOutcome.Returned(result);
        await _store.ExecuteAsync(new FinishJob(job, TestJobs.Owner, 1, outcome, null));
        return job;
    }
}
