using Gristmill.Jobs;
using Gristmill.Storage.Sqlite;

namespace Gristmill.Storage;

/// <summary>What <see cref="TestProcess"/>es do with a store.</summary>
internal static class StoreRoles
{
    private static readonly Lock Output = new();

    /// <summary>Takes the turn to write, says so, and keeps it.</summary>
    public static async Task<int> KeepTurn(string folder)
    {
        using var turn = new WriteLock(folder);
        turn.Take();
        Write("has the turn");
        await Console.In.ReadLineAsync(); // Until somebody says so, or it is killed.
        return 0;
    }

    /// <summary>Submits and claims jobs without end; writes the id of each when its claim is acknowledged.</summary>
    public static async Task<int> Submit(string folder)
    {
        await using var store = new SqliteJobStore(folder, TimeProvider.System);
        await store.OpenAsync(CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                var job = TestJobs.New();
                await store.ExecuteAsync(new SubmitJob(job));
                await store.ExecuteAsync(new ClaimJob(job.Id, TestJobs.Owner, TestJobs.Silo));
                Write(job.Id.ToString());
            }
        })));
        return 0;
    }

    /// <summary>
    /// Writes "ready", waits for a line, claims every ready job at once and writes the ids of those that it got.
    /// </summary>
    public static async Task<int> ClaimAll(string folder, string owner)
    {
        await using var store = new SqliteJobStore(folder, TimeProvider.System);
        await store.OpenAsync(CancellationToken.None);
        var ready = await store.ReadyAsync("default", [TestJobs.Task], 10_000, DateTimeOffset.MaxValue);
        Write("ready");
        Console.ReadLine();

        await Task.WhenAll(ready.Select(async entry =>
        {
            if ((await store.ExecuteAsync(new ClaimJob(entry.Job, owner, owner))).Accepted)
                Write(entry.Job.ToString());
        }));
        return 0;
    }

    /// <summary>
    /// Writes "ready", waits for a line, submits a job for each of so many unique keys and writes those that it got.
    /// </summary>
    public static async Task<int> TakeKeys(string folder, int keys)
    {
        await using var store = new SqliteJobStore(folder, TimeProvider.System);
        await store.OpenAsync(CancellationToken.None);
        Write("ready");
        Console.ReadLine();

        await Task.WhenAll(Enumerable.Range(0, keys).Select(async i =>
        {
            var rule = new UniqueRule { Key = $"key {i}" };
            if ((await store.ExecuteAsync(new SubmitJob(TestJobs.New() with { Options = new JobOptions { Unique = rule } })))
                .Accepted)
                Write(rule.Key);
        }));
        return 0;
    }

    private static void Write(string line)
    {
        lock (Output)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }
}
