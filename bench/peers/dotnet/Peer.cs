using System.Diagnostics;
using System.Text.Json;

namespace Gristmill.Bench;

/// <summary>
/// A peer of .NET, client and workers in one process. Reads one request a line, {"do": NAME, ...}, and answers
/// each with one line of JSON.
/// </summary>
/// <param name="version">Of what is measured.</param>
internal abstract class Peer(string version)
{
    private const int Callers = 100;
    private Task<JobEnd>[] _submitted = [];

    /// <summary>The ends of its jobs.</summary>
    protected Ends Ends { get; } = new();

    /// <summary>Answers requests until there are no more.</summary>
    public async Task ServeAsync(TextReader requests, TextWriter answers)
    {
        Answer(new { version });
        while (await requests.ReadLineAsync() is { } line)
        {
            using var request = JsonDocument.Parse(line);
            try
            {
                Answer(await DoAsync(request.RootElement));
            }
            catch (Exception error)
            {
                Answer(new { error = error.Message });
            }
        }

        void Answer(object answer) => answers.WriteLine(JsonSerializer.Serialize(answer));
    }

    /// <summary>Starts the workers.</summary>
    protected abstract Task StartAsync();

    /// <summary>Stops the workers; they can be started again.</summary>
    protected abstract Task StopAsync();

    /// <summary>Submits no-op jobs in bulk; the end of each.</summary>
    protected abstract Task<Task<JobEnd>[]> SubmitAsync(int count);

    /// <summary>Submits a no-op job; its end.</summary>
    protected abstract Task<JobEnd> RunAsync();

    /// <summary>Submits a job that computes a Fibonacci number; its end, with the number.</summary>
    protected abstract Task<JobEnd> FibonacciAsync(int n);

    /// <summary>Cancels a job that runs; how long that took to its end.</summary>
    protected virtual Task<TimeSpan> CancelAsync() => throw new NotSupportedException($"{GetType().Name} cancels no running job");

    private async Task<object> DoAsync(JsonElement request) => request.GetProperty("do").GetString() switch
    {
        "start" => await SwitchAsync(StartAsync),
        "stop" => await SwitchAsync(StopAsync),
        "bulk" => new { seconds = await SecondsAsync(async () => _submitted = await SubmitAsync(Count(request))) },
        "drain" => new { seconds = await DrainAsync() },
        "run" => new { seconds = await SecondsAsync(() => ManyAsync(Count(request), RunAsync)) },
        "single" => new { samples = await Timing.SamplesAsync(Count(request), RunAsync) },
        "steady" => new { samples = await Timing.SteadyAsync(Number(request, "rate"), Number(request, "seconds"), RunAsync) },
        "cancel" => new { samples = await CancelAsync(Count(request)) },
        "fan" => await FanAsync(Count(request), request.GetProperty("n").GetInt32()),
        var other => throw new NotSupportedException($"{GetType().Name} cannot {other}"),
    };

    private static double Number(JsonElement request, string name) => request.GetProperty(name).GetDouble();

    private static int Count(JsonElement request) => request.GetProperty("count").GetInt32();

    private static async Task<object> SwitchAsync(Func<Task> change)
    {
        await change();
        return new { };
    }

    private async Task<double> DrainAsync()
    {
        var ends = await Task.WhenAll(_submitted);
        return Stopwatch.GetElapsedTime(ends.Min(end => end.Time), ends.Max(end => end.Time)).TotalSeconds;
    }

    private async Task<double[]> CancelAsync(int count)
    {
        var samples = new double[count];
        for (var i = 0; i < count; i++)
            samples[i] = (await CancelAsync()).TotalMilliseconds;
        return samples;
    }

    private async Task<object> FanAsync(int count, int n)
    {
        JobEnd[] ends = [];
        var seconds = await SecondsAsync(async () => ends = await ManyAsync(count, () => FibonacciAsync(n)));
        return new { seconds, results = ends.Select(end => end.Result).Distinct() };
    }

    private static async Task<JobEnd[]> ManyAsync(int count, Func<Task<JobEnd>> run)
    {
        var ends = new JobEnd[count];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var i && i < count)
                ends[i] = await run();
        }));
        return ends;
    }

    private static async Task<double> SecondsAsync(Func<Task> action) => (await Timing.OfAsync(action)).TotalSeconds;
}
