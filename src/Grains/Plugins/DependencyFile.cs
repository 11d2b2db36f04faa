using System.Reflection;
using System.Text.Json;

namespace Gristmill.Grains.Plugins;

/// <summary>The list of a plugin's libraries that a build leaves beside its main assembly, <c>NAME.deps.json</c>.</summary>
internal static class DependencyFile
{
    /// <summary>The assemblies that are listed; none if there is no such file, or nothing to understand in it.</summary>
    public static IReadOnlyList<AssemblyName> ReadAssemblies(string mainAssembly)
    {
        var path = Path.ChangeExtension(mainAssembly, ".deps.json");
        if (!File.Exists(path))
            return [];
        using var file = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. Members(file.RootElement, "targets")
            .SelectMany(target => target.Value.EnumerateObject())
            .SelectMany(library => Members(library.Value, "runtime"))
            .Select(asset => Path.GetFileNameWithoutExtension(asset.Name))
            .Distinct().Select(name => new AssemblyName(name))];
    }

    private static IEnumerable<JsonProperty> Members(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var members))
            yield break;
        foreach (var member in members.EnumerateObject())
            yield return member;
    }
}
