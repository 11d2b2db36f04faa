using Gristmill.Core;
using Gristmill.Execution.Discovery;
using Gristmill.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;

namespace Gristmill.Grains.Catalog;

/// <summary>
/// Merges what the live silos report into one catalogue. Keeps nothing: a new activation hears from every silo within a second.
/// </summary>
[Reentrant]
internal sealed class PluginRegistryGrain(IJobStore store, [FromKeyedServices(Clock.Key)] TimeProvider clock)
    : Grain, IPluginRegistryGrain
{
    private static readonly TimeSpan HeartbeatTimeout = TimeSpan.FromSeconds(10);

    private readonly SteadyClock _steady = new(clock);
    private readonly Dictionary<string, Report> _reports = [];
    private Catalogue _catalogue = new(0, [], []);

    private sealed record Report(SiloCatalogue Silo, DateTimeOffset Seen);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Versions of another activation must not look like ours.
        _catalogue = _catalogue with { Version = clock.GetUtcNow().UtcTicks };
        return Task.CompletedTask;
    }

    public Task<bool> ReportAsync(SiloCatalogue report)
    {
        var known = _reports.GetValueOrDefault(report.Owner);
        if (report.Tasks is null && known?.Silo.Stamp != report.Stamp)
            return Task.FromResult(true);

        _reports[report.Owner] = new Report(report.Tasks is null ? known!.Silo with { Stats = report.Stats }
            : report, _steady.GetUtcNow());
        Merge(changed: report.Tasks is not null);
        return Task.FromResult(false);
    }

    public Task LeaveAsync(string owner)
    {
        Merge(changed: _reports.Remove(owner));
        return Task.CompletedTask;
    }

    public Task<Catalogue?> GetAsync(long version) => Task.FromResult(version == _catalogue.Version ? null : _catalogue);

    public async Task<TaskStats[]> StatsAsync(string? task) =>
    [
        .. (await store.EndedPoolsStatsAsync()).Concat(_reports.Values.SelectMany(report => report.Silo.Stats))
            .Where(figures => task is null || figures.Task == task).OrderBy(figures => figures.Silo, StringComparer.Ordinal),
    ];

    public Task<SiloPlugins[]> PluginsAsync() => Task.FromResult<SiloPlugins[]>(
        [.. _reports.Values.Select(report => new SiloPlugins(report.Silo.Silo, report.Silo.Plugins ?? [])).OrderBy(silo => silo.Silo, StringComparer.Ordinal)]);

    private void Merge(bool changed)
    {
        var now = _steady.GetUtcNow();
        foreach (var (owner, report) in _reports)
            if (now - report.Seen > HeartbeatTimeout)
                changed |= _reports.Remove(owner);
        if (!changed)
            return;

        var offers =
            from report in _reports.Values
            from task in report.Silo.Tasks!
            group (task, report.Silo.Silo) by task.Name into offered
            let newest = offered.MaxBy(offer => offer.task.Version, PluginVersion.Order).task
            orderby offered.Key
            select new OfferedTask(newest, [.. offered.Select(offer => offer.Silo).Distinct().Order(StringComparer.Ordinal)]);
        _catalogue = new Catalogue(
            _catalogue.Version + 1, [.. offers], [.. _reports.Values.Select(report => report.Silo.Silo).Order(StringComparer.Ordinal)]);
    }
}
