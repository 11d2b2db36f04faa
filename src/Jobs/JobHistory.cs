namespace Gristmill.Jobs;

/// <summary>
/// What is kept of a job that runs again and again, so that each run costs the same: the first changes and the last ones, and of
/// the errors the first and the last in full.
/// </summary>
public static class JobHistory
{
    /// <summary>
    /// How many changes are kept in all, and of them from the beginning: more, if the first failure comes later.
    /// </summary>
    private const int Most = 50, First = 10;

    /// <summary>The most characters of the message of an error between the first and the last.</summary>
    private const int ShortMessage = 200;

    /// <summary>The run up to which a history may only grow: nothing of it is too much yet.</summary>
    public const int WholeRuns = 2;

    /// <summary>A history with one more change, and without what is too much then.</summary>
    public static JobEvent[] Add(JobEvent[] history, JobEvent next)
    {
        JobEvent[] all = [.. history, next];
        var first = Array.FindIndex(all, change => change.Error is not null);
        Shorten(all, first);
        var left = all.Length - Most;
        if (left <= 0)
            return all;
        // The first that is kept behind the gap counts it.
        var begin = Math.Clamp(first + 1, First, Most / 2);
        var gap = all[begin..(begin + left + 1)];
        return [.. all[..begin], gap[^1] with { LeftOut = gap.Sum(change => change.CountChanges()) - 1 },
            .. all[(begin + left + 1)..]];
    }

    private static void Shorten(JobEvent[] all, int first)
    {
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
