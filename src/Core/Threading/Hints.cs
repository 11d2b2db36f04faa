namespace Gristmill.Core;

/// <summary>Calls that are only hints.</summary>
public static class Hints
{
    /// <summary>
    /// Lets a call go without waiting for it. Whether it arrives is of no importance: whoever needs to know asks the store too.
    /// </summary>
    public static void FireAndForget(this Task hint) =>
        hint.ContinueWith(static failed => _ = failed.Exception, CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
