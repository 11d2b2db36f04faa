namespace Gristmill.Jobs;

/// <summary>
/// What is kept of a job that runs again and again, so that each run costs the same: the first changes and the last ones, and of the
/// errors the first and the last in full.
/// </summary>
internal static class JobHistory
{
    private const int First = 10;
    private const int Most = 50;
    private const int ShortMessage = 200;

    /// <summary>The run up to which a history may only grow: nothing of it is too much yet.</summary>
    public const int WholeRuns = 2;

    /// <summary>A history with one more change, and without what is too much then.</summary>
    public static JobEvent[] Add(JobEvent[] history, JobEvent next)
    {
        JobEvent[] all = [.. history, next];
        Shorten(all);
        var left = all.Length - Most;
        if (left <= 0)
            return all;
        // The first that is kept behind the gap counts it.
        var gap = all[First..(First + left + 1)];
        return [.. all[..First], gap[^1] with { LeftOut = gap.Sum(change => change.Count) - 1 }, .. all[(First + left + 1)..]];
    }

    private static void Shorten(JobEvent[] all)
    {
        var first = Array.FindIndex(all, change => change.Error is not null);
        var last = Array.FindLastIndex(all, change => change.Error is not null);
        for (var i = first + 1; i < last; i++)
            if (all[i].Error is { } error)
                all[i] = all[i] with { Error = error with { Message = Short(error.Message), Detail = null } };
    }

    private static string Short(string message)
    {
        if (message.Length <= ShortMessage)
            return message;
        var kept = char.IsHighSurrogate(message[ShortMessage - 2]) ? ShortMessage - 2 : ShortMessage - 1;
        return $"{message[..kept]}…";
    }
}
