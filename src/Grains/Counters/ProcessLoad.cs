namespace Gristmill.Grains.Counters;

/// <summary>What this process costs.</summary>
internal static class ProcessLoad
{
    public static PoolLoad Read() => new()
    {
        ProcessorTime = Environment.CpuUsage.TotalTime,
        Processors = Environment.ProcessorCount,
        MemoryBytes = Environment.WorkingSet,
        HeapBytes = GC.GetTotalMemory(forceFullCollection: false),
        // The count of generation 0 includes those of the older ones.
        Collections = GC.CollectionCount(0),
        CollectionPause = GC.GetTotalPauseDuration(),
    };
}
