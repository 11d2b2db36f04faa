namespace Gristmill.Dashboard.Overview;

/// <summary>What a pool did between two of its reports, a second.</summary>
internal sealed record PoolRates(
    double Submitted, double Succeeded, double Failed, double Canceled, double Retried, double Processor, double Pause, long[] Latencies)
{
    public static readonly PoolRates None = new(0, 0, 0, 0, 0, 0, 0, []);

    public static PoolRates Between(SiloView before, SiloView after)
    {
        var seconds = (after.Seen - before.Seen).TotalSeconds;
        if (seconds <= 0 || before.Load is not { } old || after.Load is not { } now)
            return None;
        return new PoolRates(
            (now.Submitted - old.Submitted) / seconds,
            (now.Succeeded - old.Succeeded) / seconds,
            (now.Failed - old.Failed) / seconds,
            (now.Canceled - old.Canceled) / seconds,
            (now.Retried - old.Retried) / seconds,
            (now.ProcessorTime - old.ProcessorTime).TotalSeconds / seconds,
            (now.CollectionPause - old.CollectionPause).TotalSeconds / seconds,
            [.. now.Latencies.Select((count, i) => count - old.Latencies.ElementAtOrDefault(i))]);
    }
}
