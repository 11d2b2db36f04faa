namespace Gristmill.Execution.Discovery;

/// <summary>What is said of code that .NET cannot have in memory that is given back.</summary>
internal static class Unloading
{
    /// <summary>An exception's message, with the way out if it comes of its plugin's being unloadable.</summary>
    public static string Explain(Exception e) => ExceptionTree.Begin(e).Any(IsOfUnloading)
        ? $"{ExceptionTree.Message(e)} The plugin uses what .NET cannot unload; [assembly: WorkerPlugin(…, Unloadable = false)] "
            + "has it stay in memory until the silo restarts."
        : ExceptionTree.Message(e);

    private static bool IsOfUnloading(Exception e) =>
        e is NotSupportedException && ExceptionTree.Message(e).Contains("collectible", StringComparison.OrdinalIgnoreCase);
}
