using System.Runtime.Versioning;
using Gristmill.Jobs;
using Gristmill.Storage.Sqlite;

namespace Gristmill.Storage;

/// <summary>The SQLite store keeps what all stores promise, and is careful with its file.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SqliteJobStoreTests : JobStoreConformance
{
    private readonly TestFolder _folder = new();

    private protected override IJobStore Create() => new SqliteJobStore(_folder["data"], Clock);

    private protected override ValueTask CleanUpAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private SqliteDatabase Raw() => new(_folder["data/jobs.db"]);

    [Fact]
    public void The_folder_is_for_its_owner_alone() =>
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(_folder["data"]));

    [Fact]
    public async Task Ended_jobs_are_in_no_index_that_silos_work_with()
    {
        var job = await RunningAsync();
        await Store.ExecuteAsync(new FinishJob(job.Id, TestJobs.Owner, 1, new RunOutcome.Returned("3"), null));

        using var database = Raw();
        Assert.Equal(1, database.Number("SELECT count(*) FROM jobs"));
        Assert.Equal(0, database.Number("SELECT count(*) FROM jobs INDEXED BY jobs_ready WHERE status = 1 AND asleep = 0"));
        Assert.Equal(0, database.Number("SELECT count(*) FROM jobs INDEXED BY jobs_asleep WHERE asleep = 1"));
        Assert.Equal(0, database.Number("SELECT count(*) FROM jobs INDEXED BY jobs_held WHERE owner IS NOT NULL"));
        Assert.Equal(0, database.Number("SELECT count(*) FROM jobs INDEXED BY jobs_open WHERE finished IS NULL"));
    }

    [Fact]
    public async Task An_at_most_once_job_is_claimed_once_though_its_claim_came_as_one_that_may_be_lost()
    {
        var (often, once) =
            (await SubmitAsync(), await SubmitAsync(TestJobs.New() with { Options = new JobOptions { AtMostOnce = true } }));
        var answers =
            await Store.ExecuteAsync([.. new[] { often, once }.Select(job =>
            new ClaimJob(job.Id, TestJobs.Owner, TestJobs.Silo))]);
        Assert.All(answers, answer => Assert.Equal((JobStatus.Running, 1), (answer.Row!.Status, answer.Row.Run)));
        Assert.All(await Task.WhenAll(Store.FindAsync(often.Id), Store.FindAsync(once.Id)), row => Assert.Equal(1, row!.Run));
    }

    [Fact]
    public void A_claim_waits_for_the_disk_only_if_it_ends_the_job_or_the_job_is_at_most_once()
    {
        using var database = Raw();
        var tables = new SqliteTables(database);
        var usual = TestJobs.New();
        var once = TestJobs.New() with { Options = new JobOptions { AtMostOnce = true } };
        var late = TestJobs.New() with { Options = new JobOptions { ExpiresAt = Clock.GetUtcNow() } };

        Assert.Equal([true, true, true], Array.ConvertAll([usual, once, late], job => NeedsDisk(new SubmitJob(job))));
        Assert.Equal([false, true, true],
            Array.ConvertAll([usual, once, late], job => NeedsDisk(new ClaimJob(job.Id, TestJobs.Owner, TestJobs.Silo))));
        Assert.False(NeedsDisk(new ProgressJob(usual.Id, TestJobs.Owner, 1, null)));
        Assert.False(NeedsDisk(new WatchJob(usual.Id, JobWatch.End)));
        Assert.True(NeedsDisk(new CancelJob(usual.Id, null)));

        bool NeedsDisk(JobCommand command)
        {
            database.Execute("BEGIN IMMEDIATE");
            tables.Begin(Clock.GetUtcNow());
            Assert.True(JobCommandExecutor.Execute(command, tables).Accepted);
            database.Execute("COMMIT");
            return tables.NeedsDisk;
        }
    }

    [Fact]
    public async Task A_write_that_SQLite_refuses_fails_alone()
    {
        using (var database = Raw())
            database.Execute("CREATE TRIGGER refuse BEFORE INSERT ON jobs WHEN NEW.title = 'bad' BEGIN SELECT RAISE(FAIL, 'refused'); END");

        var (good, other) = (TestJobs.New(), TestJobs.New());
        var list = Store.ExecuteAsync([new SubmitJob(other), new SubmitJob(TestJobs.New() with { Title = "bad" })]);
        var beside = Store.ExecuteAsync(new SubmitJob(good));

        Assert.Contains("refused", (await Assert.ThrowsAsync<SqliteException>(() => list)).Message, StringComparison.Ordinal);
        Assert.True((await beside).Accepted);
        Assert.Null(await Store.FindAsync(other.Id));
    }

    [Fact]
    public async Task A_full_disk_fails_what_did_not_fit_and_the_store_goes_on()
    {
        await using var small = new SqliteJobStore(_folder["small"], Clock) { MaxBytes = 1 << 20 };
        await small.OpenAsync(CancellationToken.None);
        var kept = TestJobs.New();
        await small.ExecuteAsync(new SubmitJob(kept));

        var large = TestJobs.New() with { Arguments = $"\"{new string('x', 1 << 20)}\"" };
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => small.ExecuteAsync(new SubmitJob(large)));

        Assert.Equal(
            $"{_folder["small/jobs.db"]} cannot be written (the disk is full): nothing of this was kept; free the disk or repair the file, then repeat it.",
            error.Message);
        Assert.Null(await small.FindAsync(large.Id));
        Assert.True((await small.ExecuteAsync(new ClaimJob(kept.Id, TestJobs.Owner, TestJobs.Silo))).Accepted);
    }

    [Fact]
    public async Task Closing_completes_what_was_begun_and_leaves_one_plain_file()
    {
        var store = new SqliteJobStore(_folder["own"], Clock);
        await store.OpenAsync(CancellationToken.None);
        var jobs = Enumerable.Range(0, 3_000).Select(_ => TestJobs.New()).ToArray();
        var answers = jobs.Select(job => store.ExecuteAsync(new SubmitJob(job))).ToArray();

        await store.DisposeAsync();

        Assert.All(answers, answer => Assert.True(answer.IsCompletedSuccessfully));
        Assert.Equal(["jobs.db", "jobs.lock", "jobs.next.lock"],
            Directory.GetFiles(_folder["own"]).Select(Path.GetFileName).Order());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.ExecuteAsync(new SubmitJob(TestJobs.New())));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.FindAsync(jobs[0].Id));
        await store.DisposeAsync();

        await using var again = new SqliteJobStore(_folder["own"], Clock);
        await again.OpenAsync(CancellationToken.None);
        Assert.NotNull(await again.FindAsync(jobs[^1].Id));
    }

    [Fact]
    public async Task A_store_that_closes_does_not_disturb_another()
    {
        var other = await OpenAsync();
        var job = await SubmitAsync();
        await other.DisposeAsync();
        Assert.True((await Store.ExecuteAsync(new CancelJob(job.Id, null))).Accepted);
    }

    [Fact]
    public async Task A_store_closes_although_the_context_of_one_who_reads_is_gone()
    {
        var store = new SqliteJobStore(_folder["gone"], Clock);
        await store.OpenAsync(CancellationToken.None);
        var here = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new GoneContext());
        var reads = Enumerable.Range(0, 20).Select(_ => store.FindAsync(Guid.NewGuid())).ToArray();
        SynchronizationContext.SetSynchronizationContext(here);

        await store.DisposeAsync();

        foreach (var read in reads)
            await Task.WhenAny(read); // Answered, or told that the store is closed.
    }

    /// <summary>Of a grain whose silo is down: nothing that is posted there is ever done.</summary>
    private sealed class GoneContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
