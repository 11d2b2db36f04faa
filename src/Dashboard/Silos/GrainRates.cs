namespace Gristmill.Dashboard.Silos;

/// <summary>The calls a second of grains by type, between the last two reports of each silo.</summary>
internal sealed class GrainRates
{
    private readonly Dictionary<string, (SiloView Before, SiloView Now)> _reports = [];

    /// <summary>What the grains of a silo do, by type.</summary>
    public (GrainLoad Grain, double Calls)[] Of(SiloView silo)
    {
        var (before, now) = _reports.GetValueOrDefault(silo.Owner, (silo, silo));
        if (now.Seen != silo.Seen)
            (before, now) = (now, silo);
        _reports[silo.Owner] = (before, now);
        var seconds = (now.Seen - before.Seen).TotalSeconds;
        var old = (before.Load?.Grains ?? []).ToDictionary(grain => grain.Type, grain => grain.Calls);
        return
        [
            .. (now.Load?.Grains ?? [])
                .Select(grain => (grain, seconds > 0 ? (grain.Calls - old.GetValueOrDefault(grain.Type)) / seconds : 0))
                .OrderBy(grain => grain.grain.Type, StringComparer.Ordinal),
        ];
    }
}
