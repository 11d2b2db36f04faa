using Gristmill.Jobs;
using Gristmill.Storage.Sqlite;

namespace Gristmill.Lifecycle;

/// <summary>Waiting for the ends of jobs, where something goes wrong on the way.</summary>
public sealed class JobWaitTests(SpecSilo silo)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_end_that_nobody_told_is_found_in_the_store()
    {
        var job = await silo.Jobs.SubmitAsync(JobClient.Request("spec.add", 1, 2) with
        {
            Delay = TimeSpan.FromDays(1),
            Watched = true
        });
        var end = job.WaitAsync(Token);
        await using (var other = new SqliteJobStore(silo.Data, TimeProvider.System)) // A silo that dies before it tells.
        {
            await other.OpenAsync(Token);
            await other.ExecuteAsync(new CancelJob(job.Id, "unheard"));
        }
        Assert.Equal((JobStatus.Canceled, "unheard"), ((await end).Status, (await end).CancelReason));
    }

    [Fact]
    public async Task A_client_that_is_not_known_is_told_to_begin_again()
    {
        var grain = silo.Grains.GetGrain<IJobWaitGrain>(0);
        Assert.True((await grain.WaitAsync(Guid.NewGuid(), [], first: false)).Forgotten);
    }

    [Fact]
    public async Task A_job_that_there_is_not_is_said_at_once()
    {
        var job = Guid.NewGuid();
        var error = await Assert.ThrowsAsync<UnknownJobException>(() => silo.Jobs.Job(job).WaitAsync(Token));
        Assert.Contains(job.ToString(), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_ends_are_told_to_those_who_wait_for_them()
    {
        var jobs = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => silo.Jobs.SubmitAsync("spec.add", i, 1)));
        var clients = Enumerable.Range(0, 3).Select(_ => new JobClient(silo.Grains)).ToArray();

        var results =
            await Task.WhenAll(clients.SelectMany(client => jobs.Select(job => client.Job(job.Id).ResultAsync<int>(Token))));

        Assert.Equal(clients.SelectMany(_ => Enumerable.Range(1, 500)), results);
        foreach (var client in clients)
            await client.DisposeAsync();
    }
}
