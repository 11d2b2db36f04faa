namespace Gristmill;

/// <summary>Calls that a grain holds until there is something to answer.</summary>
public static class LongPoll
{
    /// <summary>How long one is held at most, then answered as things are: below Orleans' response time-out of 30 s.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);
}
