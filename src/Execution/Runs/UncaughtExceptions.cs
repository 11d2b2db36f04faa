using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.Loader;
using Gristmill.Execution.Loading;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gristmill.Execution.Runs;

/// <summary>
/// Keeps the process alive when code of a plugin throws where nobody can catch it: on a thread or in a timer of its own, in an
/// <c>async void</c>. Exceptions of anything else end the process as ever, and so does <c>Environment.Exit</c>: what ran then is
/// named.
/// </summary>
/// <param name="running">The runs of the process.</param>
/// <param name="log">The log of the process.</param>
public sealed partial class UncaughtExceptions(Func<IEnumerable<JobRun>> running, ILogger<UncaughtExceptions> log)
    : IHostedService
{
    private const int MostNamed = 10;

    // A timer has left its run's flow when its exception comes to the handler, so the run is noted where the exception is thrown.
    private static readonly ConditionalWeakTable<Exception, RunLog> Thrown = [];
    private static int _installed;
    private static UncaughtExceptions? _silo;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _silo, this);
        if (Interlocked.Exchange(ref _installed, 1) == 0)
            Install();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Interlocked.CompareExchange(ref _silo, null, this);
        return Task.CompletedTask;
    }

    private static void Install()
    {
        AppDomain.CurrentDomain.FirstChanceException += (_, first) =>
        {
            // That of the runtime's last memory is one object for all.
            if (RunLog.OfThisFlow is { } run && first.Exception is not OutOfMemoryException)
                Thrown.TryAdd(first.Exception, run);
        };
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Volatile.Read(ref _silo)?.NameWhoExits();
        try
        {
            ExceptionHandling.SetUnhandledExceptionHandler(Survive);
        }
        catch (InvalidOperationException)
        {
            // The program that hosts the silo has set its own, which decides.
        }
    }

    // The silo's log would not be written any more.
    private void NameWhoExits()
    {
        var ran = running().Where(run => run is { Started: true, StopRequestedAt: null }).Select(run => run.Name).ToArray();
        if (ran.Length > 0)
            Console.Error.WriteLine(
                $"The silo ends with {Environment.ExitCode}: something has called Environment.Exit while these ran: {string.Join("; ", ran.Take(MostNamed))}"
                + (ran.Length > MostNamed ? $" and {ran.Length - MostNamed:N0} more" : ""));
    }

    private static bool Survive(Exception thrown)
    {
        var run = ExceptionTree.Begin(thrown).Select(RunOf).FirstOrDefault(run => run is not null);
        var plugin = ExceptionTree.Begin(thrown).Select(PluginOf).FirstOrDefault(plugin => plugin is not null);
        if (run is null && plugin is null)
            return false;
        plugin ??= "(none: a task of the program itself)";
        RunLog.Leave(); // Or the silo's log would not be written.
        var error = Failure.Describe(thrown);
        if (run is null)
            Volatile.Read(ref _silo)?.LogOfPlugin(plugin, string.Join('\n', Failure.Lines(error)));
        else if (run.AddUncaught(error))
            Volatile.Read(ref _silo)?.LogOfRun(plugin, run.Owner, error.Type, error.Message);
        return true;
    }

    private static RunLog? RunOf(Exception thrown) => Thrown.TryGetValue(thrown, out var run) ? run : null;

    private static string? PluginOf(Exception thrown) => new StackTrace(thrown).GetFrames()
        .Select(frame => frame.GetMethod() is { } method ? AssemblyLoadContext.GetLoadContext(method.Module.Assembly) : null)
        .OfType<PluginLoadContext>().FirstOrDefault()?.Name;

    [LoggerMessage(Level = LogLevel.Error, Message =
        "Plugin {Plugin} threw an exception that nobody caught, in a thread, a timer or an async void of no job that is known. "
        + "{Exception}")]
    private partial void LogOfPlugin(string plugin, string exception);

    [LoggerMessage(Level = LogLevel.Error, Message =
        "Plugin {Plugin} threw an exception that nobody caught, in a thread, a timer or an async void of {Run}, "
        + "whose log has it, and all that follow it: {Type}: {Message}")]
    private partial void LogOfRun(string plugin, string run, string type, string message);
}
