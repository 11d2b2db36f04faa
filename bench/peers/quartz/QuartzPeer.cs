using System.Globalization;
using Microsoft.Data.Sqlite;
using Quartz;

namespace Gristmill.Bench.Peers.Quartz;

/// <summary>Quartz.NET with its job store in an SQLite file.</summary>
internal sealed class QuartzPeer : Peer
{
    private const int Threads = 10;
    private const int Batch = 500;
    private static readonly IJobDetail NoOp = JobBuilder.Create<NoOpJob>().WithIdentity("noop").StoreDurably().Build();
    private static readonly IJobDetail Fibonacci =
        JobBuilder.Create<FibonacciJob>().WithIdentity("fibonacci").StoreDurably().Build();

    private readonly IScheduler _scheduler;
    private int _number;

    private QuartzPeer(IScheduler scheduler)
        : base($"Quartz.NET {typeof(IScheduler).Assembly.GetName().Version?.ToString(3)}")
    {
        _scheduler = scheduler;
        _scheduler.ListenerManager.AddJobListener(new EndListener(Ends));
    }

    public static async Task<QuartzPeer> OpenAsync(string file)
    {
        UseWriteAheadLog(file);
        var scheduler = await QuartzSchedulerBuilder.Create(quartz => quartz
            .ConfigureScheduler(options => options.MaxBatchSize = Threads)
            .UseDefaultThreadPool(Threads)
            .UsePersistentStore(store =>
            {
                store.UseSqlite(SqliteFactory.Instance, $"Data Source={file}");
                store.ProvisionSchema();
                // A backlog is no misfire.
                store.ConfigureStore(options => options.MisfireThreshold = TimeSpan.FromMinutes(10));
            }))
            .BuildScheduler();
        await scheduler.AddJob(NoOp, AddJobOptions.Replacing);
        await scheduler.AddJob(Fibonacci, AddJobOptions.Replacing);
        return new QuartzPeer(scheduler);
    }

    protected override async Task StartAsync() => await _scheduler.Start();

    protected override async Task StopAsync() => await _scheduler.Standby();

    protected override async Task<Task<JobEnd>[]> SubmitAsync(int count)
    {
        var triggers = Enumerable.Range(0, count).Select(_ => Trigger(NoOp)).ToArray();
        foreach (var batch in triggers.Chunk(Batch))
            await _scheduler.ScheduleJobs(
                new Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>> { [NoOp] = batch }, ScheduleJobOptions.Replacing);
        return [.. triggers.Select(trigger => Ends.OfAsync(trigger.Key.Name))];
    }

    protected override Task<JobEnd> RunAsync() => RunAsync(Trigger(NoOp));

    protected override Task<JobEnd> FibonacciAsync(int n) => RunAsync(Trigger(Fibonacci, n));

    // The file remembers it; a commit still waits for the disk.
    private static void UseWriteAheadLog(string file)
    {
        using var database = new SqliteConnection($"Data Source={file}");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL";
        command.ExecuteNonQuery();
    }

    private async Task<JobEnd> RunAsync(ITrigger trigger)
    {
        await _scheduler.ScheduleJob(trigger);
        return await Ends.OfAsync(trigger.Key.Name);
    }

    private ITrigger Trigger(IJobDetail job, int n = 0) => TriggerBuilder.Create()
        .WithIdentity(Interlocked.Increment(ref _number).ToString(CultureInfo.InvariantCulture))
        .ForJob(job)
        .UsingJobData("n", n.ToString(CultureInfo.InvariantCulture))
        .StartNow()
        .Build();
}
