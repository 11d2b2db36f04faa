using System.Globalization;
using Gristmill.Plugins;

namespace Gristmill.Execution.Loading;

/// <summary>What a plugin wants of the options of the silo that loads it.</summary>
internal static class PluginDefaults
{
    /// <summary>What a plugin changes, by the name of the option.</summary>
    public static IReadOnlyDictionary<string, object> Of(SiloDefaults wishes) => typeof(SiloDefaults).GetProperties()
        .Select(wish => (wish.Name, Value: wish.GetValue(wishes))).Where(wish => wish.Value is not null)
            .ToDictionary(wish => wish.Name, wish => wish.Value!);

    /// <summary>The same in words; null for nothing.</summary>
    public static string[]? Describe(IReadOnlyDictionary<string, object> changes) => changes.Count == 0 ? null
        : [.. changes.Select(change => string.Create(CultureInfo.InvariantCulture, $"{change.Key} {change.Value}"))];
}
