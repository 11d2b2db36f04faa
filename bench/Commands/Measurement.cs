using System.Collections.Concurrent;

namespace Gristmill.Bench;

/// <summary>Measures scenario after scenario, in each one system after the other, and prints what it finds.</summary>
internal sealed class Measurement(Scale scale)
{
    // Several times what the slowest takes.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, string> _versions = new();
    private readonly List<JobSystem> _systems = [];
    private readonly List<Figure> _figures = [];
    private readonly List<Omission> _omissions = [];

    public IReadOnlyList<Figure> Figures => _figures;

    public IReadOnlyList<Omission> Omissions => _omissions;

    public IReadOnlyList<MeasuredSystem> Systems =>
        [.. _systems.Where(s => _versions.ContainsKey(s.Name))
            .Select(s => new MeasuredSystem(s.Name, _versions[s.Name], s.Workers, s.Durability))];

    public async Task RunAsync(IReadOnlyList<Scenario> scenarios, IReadOnlyList<JobSystem> systems)
    {
        foreach (var system in systems)
        {
            if (system.Missing is { } missing)
                Omit(new Omission("", system.Name,
                    $"not installed ({Path.GetFileName(missing)} is missing): run {Peers.Installer}"));
            else
                _systems.Add(Noting(system));
        }
        Console.WriteLine(MarkdownReport.TableHead);
        foreach (var scenario in scenarios)
            foreach (var system in _systems.Where(system => scenario.IsShared || system.Name == JobSystem.Ours))
                await MeasureAsync(scenario, system);
    }

    private async Task MeasureAsync(Scenario scenario, JobSystem system)
    {
        var measured = MeasureToEndAsync(scenario, system);
        try
        {
            await measured.WaitAsync(Patience, TimeProvider.System);
        }
        catch (Exception error)
        {
            Omit(new Omission(scenario.Name, system.Name, measured.IsCompleted ? error.Message
                : $"not done in {Patience.TotalMinutes:0} minutes"));
            // What hangs, hangs on processes that are gone then.
            Leftovers.Clear();
        }
    }

    private async Task MeasureToEndAsync(Scenario scenario, JobSystem system)
    {
        await foreach (var figure in scenario.Measure(system, scale))
        {
            _figures.Add(figure);
            Console.WriteLine(MarkdownReport.TableRow(figure));
        }
    }

    private JobSystem Noting(JobSystem system)
    {
        _versions.TryAdd(JobSystem.Ours, GristmillSession.VersionText);
        return system with
        {
            StartAsync = async workers =>
            {
                var session = await system.StartAsync(workers);
                _versions[system.Name] = session.Version;
                return session;
            },
        };
    }

    private void Omit(Omission omission)
    {
        _omissions.Add(omission);
        Console.Error.WriteLine($"{omission.System} {omission.Scenario}: {omission.Reason}");
    }
}
