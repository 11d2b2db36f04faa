using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Quartz;

namespace Gristmill.Bench.Peers.Quartz;

/// <summary>Does what the harness asks for.</summary>
internal sealed class QuartzClient
{
    private const int Threads = 10;
    private const int Callers = 100;
    private const int Batch = 500;
    private const double Tick = 0.005;
    private static readonly IJobDetail NoOp = JobBuilder.Create<NoOpJob>().WithIdentity("noop").StoreDurably().Build();
    private static readonly IJobDetail Fibonacci = JobBuilder.Create<FibonacciJob>().WithIdentity("fibonacci").StoreDurably().Build();

    private readonly IScheduler _scheduler;
    private readonly Ends _ends = new();
    private Task<(long Time, object? Result)>[] _submitted = [];
    private int _number;

    private QuartzClient(IScheduler scheduler) => _scheduler = scheduler;

    public static async Task<QuartzClient> OpenAsync(string file)
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
        var client = new QuartzClient(scheduler);
        client._scheduler.ListenerManager.AddJobListener(client._ends);
        await client._scheduler.AddJob(NoOp, AddJobOptions.Replacing);
        await client._scheduler.AddJob(Fibonacci, AddJobOptions.Replacing);
        return client;
    }

    public async Task CloseAsync() => await _scheduler.Shutdown();

    public async Task<object> DoAsync(JsonElement request) => request.GetProperty("do").GetString() switch
    {
        "start" => await SwitchAsync(_scheduler.Start),
        "stop" => await SwitchAsync(_scheduler.Standby),
        "bulk" => new { seconds = await TimeAsync(() => SubmitAsync(Count(request))) },
        "drain" => new { seconds = await DrainAsync() },
        "run" => new { seconds = await TimeAsync(() => ManyAsync(Count(request), () => RunAsync(NoOp))) },
        "single" => new { samples = await SinglesAsync(Count(request)) },
        "steady" => new { samples = await SteadyAsync(request.GetProperty("rate").GetDouble(), request.GetProperty("seconds").GetDouble()) },
        "fan" => await FanAsync(Count(request), request.GetProperty("n").GetInt32()),
        var other => throw new NotSupportedException($"Quartz cannot {other}"),
    };

    // The file remembers it; a commit still waits for the disk.
    private static void UseWriteAheadLog(string file)
    {
        using var database = new SqliteConnection($"Data Source={file}");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL";
        command.ExecuteNonQuery();
    }

    private static int Count(JsonElement request) => request.GetProperty("count").GetInt32();

    private static async Task<object> SwitchAsync(Func<CancellationToken, ValueTask> change)
    {
        await change(CancellationToken.None);
        return new { };
    }

    private async Task SubmitAsync(int count)
    {
        var triggers = Enumerable.Range(0, count).Select(_ => Trigger(NoOp)).ToArray();
        _submitted = [.. triggers.Select(trigger => _ends.Of(trigger.Key.Name))];
        foreach (var batch in triggers.Chunk(Batch))
            await _scheduler.ScheduleJobs(new Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>> { [NoOp] = batch }, ScheduleJobOptions.Replacing);
    }

    private async Task<double> DrainAsync()
    {
        var ends = await Task.WhenAll(_submitted);
        return Stopwatch.GetElapsedTime(ends.Min(end => end.Time), ends.Max(end => end.Time)).TotalSeconds;
    }

    private async Task<double[]> SinglesAsync(int count)
    {
        var samples = new double[count];
        for (var i = 0; i < count; i++)
            samples[i] = 1000 * await TimeAsync(() => RunAsync(NoOp));
        return samples;
    }

    // Jobs fall due in steps of a tick, whatever became of those before; each is timed from then to its end.
    private async Task<double[]> SteadyAsync(double rate, double seconds)
    {
        var pending = new List<Task<double>>();
        var begin = Stopwatch.GetTimestamp();
        for (var step = 0; step * Tick < seconds; step++)
        {
            var due = begin + (long)(step * Tick * Stopwatch.Frequency);
            var pause = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, TimeProvider.System);
            while (pending.Count < (step + 1) * Tick * rate)
                pending.Add(SinceAsync(due));
        }
        return await Task.WhenAll(pending);
    }

    private async Task<double> SinceAsync(long due) => Stopwatch.GetElapsedTime(due, (await RunAsync(NoOp)).Time).TotalMilliseconds;

    private async Task<object> FanAsync(int count, int n)
    {
        var results = new HashSet<object?>();
        var seconds = await TimeAsync(() => ManyAsync(count, async () =>
        {
            var (_, result) = await RunAsync(Fibonacci, n);
            lock (results)
                results.Add(result);
        }));
        return new { seconds, results };
    }

    private async Task<(long Time, object? Result)> RunAsync(IJobDetail job, int n = 0)
    {
        var trigger = Trigger(job, n);
        var end = _ends.Of(trigger.Key.Name);
        await _scheduler.ScheduleJob(trigger);
        return await end;
    }

    private ITrigger Trigger(IJobDetail job, int n = 0) => TriggerBuilder.Create()
        .WithIdentity(Interlocked.Increment(ref _number).ToString(CultureInfo.InvariantCulture))
        .ForJob(job)
        .UsingJobData("n", n.ToString(CultureInfo.InvariantCulture))
        .StartNow()
        .Build();

    private static Task ManyAsync(int count, Func<Task> action)
    {
        var left = count;
        return Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                await action();
        }));
    }

    private static async Task<double> TimeAsync(Func<Task> action)
    {
        var since = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(since).TotalSeconds;
    }
}
