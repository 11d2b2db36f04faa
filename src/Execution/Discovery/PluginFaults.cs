namespace Gristmill.Execution.Discovery;

/// <summary>Gathers what is wrong with a plugin, so that its author is told all of it at once.</summary>
public sealed class PluginFaults
{
    private readonly List<string> _found = [];

    /// <summary>All that was found, each once.</summary>
    public IReadOnlyList<string> Found => [.. _found.Distinct()];

    public void Add(string fault) => _found.Add(fault);

    /// <summary>Takes a step, and notes what is wrong if it throws; null then.</summary>
    public T? Try<T>(Func<T> step) where T : class
    {
        try
        {
            return step();
        }
        catch (Exception e)
        {
            _found.AddRange(PluginRefusedException.FaultsOf(e));
            return null;
        }
    }

    /// <summary>The same for code of the plugin, or code that leads into it.</summary>
    public T? Try<T>(string what, Func<T> step) where T : class => Try(() => PluginRefusedException.Guard(what, step));

    /// <exception cref="PluginRefusedException">Something is wrong: all of it.</exception>
    public void ThrowIfAny()
    {
        if (_found.Count > 0)
            throw new PluginRefusedException(Found);
    }
}
