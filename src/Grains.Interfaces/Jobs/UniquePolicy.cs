namespace Gristmill;

/// <summary>What becomes of a submitted job whose key another job holds.</summary>
[GenerateSerializer]
public enum UniquePolicy
{
    /// <summary>It is refused; the problem names the other job.</summary>
    Reject = 0,

    /// <summary>It is not made: the receipt carries the other job's id, and says so.</summary>
    ReturnExisting = 1,

    /// <summary>
    /// A job that still waits is Canceled with reason Replaced, and the new one takes the key. Otherwise it is refused.
    /// </summary>
    ReplaceQueued = 2,
}
