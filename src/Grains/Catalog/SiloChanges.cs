using Gristmill.Plugins;

namespace Gristmill.Grains.Catalog;

/// <summary>Has a silo's options be as its plugins want them, and as they were when those plugins have gone.</summary>
public sealed class SiloChanges(SiloOptions options)
{
    private readonly Dictionary<string, object?> _before = typeof(SiloDefaults).GetProperties().ToDictionary(
        wish => wish.Name, wish => typeof(SiloOptions).GetProperty(wish.Name)!.GetValue(options));

    public void Apply(IReadOnlyDictionary<string, object> changes)
    {
        foreach (var (name, before) in _before)
            typeof(SiloOptions).GetProperty(name)!.SetValue(options, changes.GetValueOrDefault(name) ?? before);
    }
}
