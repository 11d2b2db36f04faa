using System.Collections.Concurrent;

namespace Gristmill.Conformance;

/// <summary>Lets tests and the grains of the same process wait for each other. Names are unique per test: see <see cref="NewKey"/>.</summary>
internal static class Signals
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly ConcurrentDictionary<string, TaskCompletionSource<string>> All = new();

    public static string NewKey() => Guid.NewGuid().ToString("N");

    public static void Set(string name, string value = "") => Of(name).TrySetResult(value);

    public static bool IsSet(string name) => Of(name).Task.IsCompleted;

    /// <summary>Waits until it is set; gives up after a time that no test needs.</summary>
    public static Task<string> Wait(string name) => Of(name).Task.WaitAsync(Patience, TimeProvider.System);

    private static TaskCompletionSource<string> Of(string name) =>
        All.GetOrAdd(name, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
