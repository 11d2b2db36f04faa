using System.CommandLine;
using Gristmill.Grains;
using Gristmill.Hosting;
using Gristmill.Hosting.Settings;

namespace Gristmill.Silo;

/// <summary>The command line of the silo program.</summary>
internal static class SiloCommand
{
    private const int Refused = 2;
    private const int Unexpected = 70;

    private static readonly Option<string> Name =
        new("--name") { Description = "The silo's name, unique among the live silos of the cluster." };
    private static readonly Option<string> Data =
        new("--data") { Description = $"The folder that holds the cluster's jobs. [default: {DataFolder.Default}]" };
    private static readonly Option<string> Http =
        new("--http") { Description = "A loopback URL to answer HTTP on, auto, or off. [default: auto]" };
    private static readonly Option<string> Concurrency =
        new("--concurrency", "-c") { Description = "How many jobs to run at once." };
    private static readonly Option<string> Queues =
        new("--queues",
        "-Q")
        { Description = "The queues to serve, separated by commas: those with work share the slots, evenly or by weight as in critical=3,default. [default: default]" };
    private static readonly Option<string[]> Plugins =
        new("--plugins") { Description = "A folder with plugins, each NAME/VERSION/. May be given several times." };
    private static readonly Option<double?> Grace =
        new("--shutdown-grace")
        {
            Description =
        "Seconds that running jobs may go on when the silo is told to stop. [default: 25]"
        };
    private static readonly Option<string> LogLevel =
        new("--log-level", "-l") { Description = "trace, debug, info, warning, error, critical or none. [default: warning]" };

    private static RootCommand Create()
    {
        var command = new RootCommand("Runs a Gristmill silo: hosts grains, loads plugins, and runs jobs on its slots.")
        {
            Name, Data, Http, Concurrency, Queues, Plugins, Grace, LogLevel,
        };
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        try
        {
            if (CultureData.Notice is { } notice)
                Console.Error.WriteLine($"gristmill-silo: {notice}");
            await using var silo = await SiloHost.StartAsync(Read(parsed));
            foreach (var line in Banner.Lines(silo))
                Console.Out.WriteLine(line);
            await silo.WaitForShutdownAsync();
            return 0;
        }
        catch (SiloStartException e)
        {
            Console.Error.WriteLine($"gristmill-silo: {e.Message}");
            return Refused;
        }
        catch (OperationCanceledException)
        {
            return 0; // It was told to stop before it was ready.
        }
        catch (Exception e) when (Environment.GetEnvironmentVariable("GRISTMILL_DEBUG") is null)
        {
            Console.Error.WriteLine($"gristmill-silo: unexpected {e.GetType().Name}: {e.Message} (GRISTMILL_DEBUG=1 shows where)");
            return Unexpected;
        }
    }

    /// <summary>Runs a command line; the answer is the exit code.</summary>
    public static async Task<int> InvokeAsync(string[] arguments)
    {
        var parsed = Create().Parse(arguments);
        foreach (var error in parsed.Errors)
            Console.Error.WriteLine($"gristmill-silo: {error.Message}");
        if (parsed.Errors.Count > 0)
            return Refused;
        // The host itself handles SIGTERM and SIGINT: it stops in order, which takes longer than the parser's patience.
        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            ProcessTerminationTimeout = null,
            EnableDefaultExceptionHandler = false
        });
    }

    /// <summary>The options that a command line and all other places of settings give.</summary>
    /// <exception cref="SiloStartException">One of them is wrong.</exception>
    internal static SiloOptions Read(string[] arguments) => Read(Create().Parse(arguments));

    private static SiloOptions Read(ParseResult parsed)
    {
        var settings = new SiloSettings(SettingsPlaces.OfProcess(Flags(parsed)));
        if (settings.Faults.Count > 0)
            throw new SiloStartException(string.Join(Environment.NewLine, settings.Faults));
        settings.Options.PluginFolders = [.. settings.Options.PluginFolders, .. parsed.GetValue(Plugins) ?? []];
        return settings.Options;
    }

    private static IEnumerable<KeyValuePair<string, string?>> Flags(ParseResult parsed)
    {
        if (parsed.GetValue(Grace) is { } grace)
            yield return new("ShutdownGrace", TimeSpan.FromSeconds(grace).ToString());
        if (parsed.GetValue(LogLevel)?.ToUpperInvariant() is { } level)
            yield return new("LogLevel", level switch { "INFO" => "Information", "WARN" => "Warning", _ => level });
        foreach (var (option, key) in new[] { (Name, "Name"), (Data, "Data"), (Http, "Http"), (Concurrency, "Concurrency") })
            if (parsed.GetValue(option) is { } value)
                yield return new(key, value);
        foreach (var (i, queue) in parsed.GetValue(Queues)?.Split(',', StringSplitOptions.TrimEntries).Index() ?? [])
            yield return new($"Queues:{i}", queue);
    }
}
