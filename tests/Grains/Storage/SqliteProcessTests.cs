using Gristmill.Jobs;
using Gristmill.Storage.Sqlite;

namespace Gristmill.Storage;

/// <summary>Several processes on one file, and processes that die.</summary>
public sealed class SqliteProcessTests : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private readonly SqliteJobStore _store;

    public SqliteProcessTests() => _store = new SqliteJobStore(_folder.Path, TimeProvider.System);

    public async ValueTask InitializeAsync() => await _store.OpenAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_process_that_is_killed_while_it_writes_loses_nothing_that_was_answered()
    {
        for (var round = 0; round < 3; round++)
        {
            var answered = new List<Guid>();
            await using (var writer = TestProcess.Start(nameof(StoreRoles.Submit), _folder.Path))
            {
                while (await writer.ReadLineAsync() is { } line)
                {
                    if (Guid.TryParse(line, out var job)) // The last line may be cut short.
                        answered.Add(job);
                    if (answered.Count == 300)
                        writer.Kill();
                }
            }

            Assert.True(answered.Count >= 300);
            foreach (var job in answered)
                Assert.Equal(JobStatus.Running, (await _store.FindAsync(job))?.Status);
            await _store.ExecuteAsync(new SubmitJob(TestJobs.New()));
        }
        using var database = new SqliteDatabase(_folder["jobs.db"]);
        Assert.Equal("ok", database.Text("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task Of_two_processes_that_claim_the_same_jobs_each_gets_its_own()
    {
        var jobs = Enumerable.Range(0, 2_000).Select(_ => TestJobs.New()).ToArray();
        await _store.ExecuteAsync([.. jobs.Select(job => new SubmitJob(job))]);

        string[] owners = ["one", "two"];
        var claimers = owners.Select(owner => TestProcess.Start(nameof(StoreRoles.ClaimAll), _folder.Path, owner)).ToArray();
        foreach (var claimer in claimers)
            Assert.Equal("ready", await claimer.ReadLineAsync());
        foreach (var claimer in claimers)
            claimer.Go();

        var claimed = new List<Guid>();
        foreach (var (owner, claimer) in owners.Zip(claimers))
        {
            var own = new List<Guid>();
            while (await claimer.ReadLineAsync() is { } line)
                own.Add(Guid.Parse(line));
            await claimer.DisposeAsync();
            Assert.Equal((await _store.HeldByAsync(owner)).Select(held => held.Job).Order(), own.Order());
            claimed.AddRange(own);
        }
        Assert.Equal(jobs.Select(job => job.Id).Order(), claimed.Order());
    }

    [Fact]
    public async Task Of_two_processes_that_race_for_unique_keys_each_key_has_one_winner()
    {
        const int Keys = 1_000;
        var racers = Enumerable.Range(0, 2).Select(_ => TestProcess.Start(nameof(StoreRoles.TakeKeys), _folder.Path, $"{Keys}"))
            .ToArray();
        foreach (var racer in racers)
            Assert.Equal("ready", await racer.ReadLineAsync());
        foreach (var racer in racers)
            racer.Go();

        var won = new List<string>();
        foreach (var racer in racers)
        {
            while (await racer.ReadLineAsync() is { } key)
                won.Add(key);
            await racer.DisposeAsync();
        }
        Assert.Equal(Enumerable.Range(0, Keys).Select(i => $"key {i}").Order(), won.Order());
        Assert.Equal(Keys, (await _store.ListAsync(new JobQuery { Limit = 1_000 })).Rows.Length);
    }

    [Fact]
    public async Task A_process_that_is_stopped_while_it_has_the_turn_is_killed_after_a_lease_and_the_others_write_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "who holds a lock is known on Linux only");
        var clock = new FakeTimeProvider(TestJobs.Start);
        await using var store = new SqliteJobStore(_folder["frozen"], clock);
        await store.OpenAsync(CancellationToken.None);
        await using var holder = TestProcess.Start(nameof(StoreRoles.KeepTurn), _folder["frozen"]);
        Assert.Equal("has the turn", await holder.ReadLineAsync());
        await holder.FreezeAsync();

        var submitted = store.ExecuteAsync(new SubmitJob(TestJobs.New()));
        while (!submitted.IsCompleted)
        {
            clock.Advance(Lease.Length);
            await Task.Yield();
        }

        Assert.True((await submitted).Moved);
        await holder.EndAsync();
    }

    [Fact]
    public async Task A_process_that_has_the_turn_for_long_but_is_not_stopped_is_waited_for()
    {
        var clock = new FakeTimeProvider(TestJobs.Start);
        await using var store = new SqliteJobStore(_folder["slow"], clock);
        await store.OpenAsync(CancellationToken.None);
        await using var holder = TestProcess.Start(nameof(StoreRoles.KeepTurn), _folder["slow"]);
        Assert.Equal("has the turn", await holder.ReadLineAsync());
        using var turn = new WriteLock(_folder["slow"]);

        Assert.Empty(turn.KillStopped());

        holder.Kill();
        Assert.True((await store.ExecuteAsync(new SubmitJob(TestJobs.New()))).Moved);
    }
}
