using System.Globalization;
using Gristmill.Hosting;
using Gristmill.Plugins;

namespace Gristmill.Grains.Plugins;

/// <summary>Has a silo's options be as its plugins want them, and as they were when those plugins have gone.</summary>
internal sealed class SiloChanges(SiloOptions options)
{
    private readonly Dictionary<string, object?> _before = typeof(SiloDefaults).GetProperties().ToDictionary(
        wish => wish.Name, wish => typeof(SiloOptions).GetProperty(wish.Name)!.GetValue(options));

    public void Apply(IReadOnlyDictionary<string, object> changes)
    {
        foreach (var (name, before) in _before)
            typeof(SiloOptions).GetProperty(name)!.SetValue(options, changes.GetValueOrDefault(name) ?? before);
    }

    /// <summary>What a plugin changes, by the name of the option.</summary>
    public static IReadOnlyDictionary<string, object> Of(SiloDefaults wishes) => typeof(SiloDefaults).GetProperties()
        .Select(wish => (wish.Name, Value: wish.GetValue(wishes))).Where(wish => wish.Value is not null).ToDictionary(wish => wish.Name, wish => wish.Value!);

    /// <summary>The same in words; null for nothing.</summary>
    public static string[]? Describe(IReadOnlyDictionary<string, object> changes) => changes.Count == 0 ? null
        : [.. changes.Select(change => string.Create(CultureInfo.InvariantCulture, $"{change.Key} {change.Value}"))];
}
