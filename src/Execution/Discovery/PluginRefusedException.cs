using System.Reflection;
using Gristmill.Plugins;

namespace Gristmill.Execution.Discovery;

/// <summary>
/// A plugin cannot be used. The message is the reason that its users read: one line, without the plugin's name.
/// </summary>
/// <param name="faults">All that is wrong, a sentence each.</param>
/// <param name="cause">What threw, if something did.</param>
public sealed class PluginRefusedException(IReadOnlyList<string> faults, Exception? cause = null)
    : Exception(string.Join("; ", faults), cause)
{
    public PluginRefusedException(string reason, Exception? cause = null) : this([reason], cause)
    {
    }

    /// <summary>All that is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;

    /// <summary>Runs code of the plugin, or code that leads into it, and says what it was if it throws.</summary>
    public static T Guard<T>(string what, Func<T> run)
    {
        var before = LoadStep.Enter(what);
        try
        {
            return run();
        }
        catch (Exception e) when (e is not (PluginRefusedException or PluginSettingsException))
        {
            throw new PluginRefusedException($"{what} failed: {Describe(e)}", e);
        }
        finally
        {
            LoadStep.Enter(before);
        }
    }

    /// <summary>What an exception says is wrong, a sentence each.</summary>
    public static IReadOnlyList<string> FaultsOf(Exception e) =>
        e is PluginRefusedException refused ? refused.Faults : [Describe(e)];

    /// <summary>The reason in an exception, past what reflection wraps around it.</summary>
    public static string Describe(Exception e)
    {
        while (e is TargetInvocationException or TypeInitializationException or CustomAttributeFormatException
            && e.InnerException is { } inner)
            e = inner;
        if (e is ReflectionTypeLoadException { LoaderExceptions: [{ } first, ..] })
            e = first;
        var message = Unloading.Explain(e).ReplaceLineEndings(" ");
        return e is PluginRefusedException or PluginSettingsException or FileNotFoundException { FileName: not null } ? message
            : $"{e.GetType().Name}: {message}";
    }
}
