namespace Gristmill.Dashboard.Queues;

/// <summary>What is to be said of queues on several pages.</summary>
internal static class QueueViews
{
    /// <summary>Whether jobs wait in it that no live silo would ever run.</summary>
    public static bool IsStranded(this QueueView queue) => queue.Silos.Length == 0 && queue.Ready + queue.Delayed > 0;
}
