using System.CommandLine;
using Gristmill.Client.Clusters;
using Gristmill.Client.Input;
using Gristmill.Client.Output;
using Gristmill.Grains;
using Gristmill.Hosting;
using Gristmill.Hosting.Settings;

namespace Gristmill.Client;

/// <summary>One run of one command: what was typed, where to print, and the cluster once it is needed.</summary>
internal sealed class Session(ParseResult typed, Shell shell, IClusters clusters) : IAsyncDisposable
{
    private readonly List<Cluster> _entered = [];
    private Task<Cluster>? _local;

    public ParseResult Typed => typed;

    public Screen Out => shell.Out;

    public Screen Error => shell.Error;

    /// <summary>Opens the input.</summary>
    public Func<Stream> In => shell.In;

    /// <summary>Opens the output for what is no text.</summary>
    public Func<Stream> OutBytes => shell.OutBytes;

    public TimeProvider Clock => shell.Clock;

    public Interrupts Interrupts => shell.Interrupts;

    /// <summary>Whether output is for programs.</summary>
    public bool Json { get; } = CommonOptions.IsJson(typed);

    /// <summary>What to say when the person leaves before the command has ended.</summary>
    public string? Farewell { get; set; }

    /// <summary>The cluster's data folder.</summary>
    public string Data => Path.GetFullPath(NamedData ?? DataFolder.Default);

    /// <summary>Where a silo that is started here, and without other flags than <c>--data</c>, reads what it is told.</summary>
    public SettingsPlaces SettingsPlaces => new(
        shell.Folder, shell.Variables, typed.GetValue(CommonOptions.Data) is { } folder ? [new(nameof(SiloOptions.Data), folder)] : []);

    /// <summary>The data folder that was named, by option or by environment; null for the user's own.</summary>
    private string? NamedData =>
        typed.GetValue(CommonOptions.Data)
            ?? (shell.Variables.GetValueOrDefault(CommonOptions.DataVariable) is { Length: > 0 } folder ? folder : null);

    /// <summary>The cluster of the data folder; null if no silo runs there.</summary>
    public async Task<JobClient?> TryConnectAsync()
    {
        try
        {
            return await ConnectAsync();
        }
        catch (NoClusterException)
        {
            return null;
        }
    }

    /// <summary>The cluster of the data folder.</summary>
    /// <exception cref="NoClusterException">No silo runs there.</exception>
    public Task<JobClient> ConnectAsync() => EnterAsync(clusters.ConnectAsync(NamedData));

    /// <summary>A silo in this process, on the data folder that was named or on a temporary one.</summary>
    /// <exception cref="NoClusterException">It cannot start.</exception>
    public Task<JobClient> StartLocalAsync()
    {
        if (CultureData.Notice is { } notice)
            Say(notice);
        return EnterAsync(_local = clusters.StartLocalAsync(NamedData));
    }

    /// <summary>Tells the person something besides the output; programs are not told.</summary>
    public void Say(string remark)
    {
        if (!Json)
            Error.Line(Failures.Prefix(Tone.Dim), remark);
    }

    /// <summary>Prints a table, or in words that there is nothing in it.</summary>
    public void Print(Sheet sheet, string ifEmpty)
    {
        if (sheet.Rows.Count == 0)
            Say(ifEmpty);
        else
            Out.Print(sheet);
    }

    /// <summary>Reports an error that does not end the command.</summary>
    /// <returns>The exit code for it.</returns>
    public int Report(Exception error) => Failures.Report(error, shell, Json);

    /// <summary>Leaves what was reached, and stops the silo in this process, even one that is still starting.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var cluster in _entered)
            await cluster.DisposeAsync();
        if (_local is null)
            return;
        await ((Task)_local).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_local.IsCompletedSuccessfully && !_entered.Contains(_local.Result))
            await _local.Result.DisposeAsync();
    }

    private async Task<JobClient> EnterAsync(Task<Cluster> reached)
    {
        var cluster = await reached;
        _entered.Add(cluster);
        // Whoever left meanwhile wants nothing to be done any more.
        Interrupts.Leaving.ThrowIfCancellationRequested();
        return cluster.Jobs;
    }
}
