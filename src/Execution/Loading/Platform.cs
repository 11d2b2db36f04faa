using System.Collections.Concurrent;
using System.Reflection;
using Gristmill.Plugins;
using Microsoft.AspNetCore.Http;

namespace Gristmill.Execution.Loading;

/// <summary>
/// What a plugin takes from the silo and not from its folder: the plugin contract, and the shared frameworks (.NET and ASP.NET).
/// The silo's own libraries are none of a plugin's business, though they lie in the same process.
/// </summary>
internal static class Platform
{
    public static Assembly Contract { get; } = typeof(IWorkerPlugin).Assembly;

    private static readonly string[] Frameworks =
        [.. new[] { typeof(object), typeof(HttpContext) }.Select(type => Path.GetDirectoryName(type.Assembly.Location)!)
            .Distinct()];

    private static readonly ConcurrentDictionary<string, Version?> Versions = new();

    // Made for plugins that were built with newer assemblies only.
    private static readonly Lazy<Dictionary<string, Assembly>> Exchanged = new(() => OfContract([], Contract));

    public static bool IsContract(AssemblyName assembly) => assembly.Name == Contract.GetName().Name;

    /// <summary>The version that the silo's frameworks have of an assembly; null if they have none.</summary>
    public static Version? VersionOf(AssemblyName assembly) => Versions.GetOrAdd(assembly.Name!, name =>
        Frameworks.Select(folder => Path.Combine(folder, name + ".dll")).FirstOrDefault(File.Exists) is { } file
            ? AssemblyName.GetAssemblyName(file).Version : null);

    /// <summary>
    /// The silo's own of an assembly whose objects it and plugins hand each other (loggers, services, settings, JSON): of these,
    /// one that a plugin brings along makes other types of the same names. Null for all other assemblies.
    /// </summary>
    public static Assembly? FindExchanged(AssemblyName assembly) => Exchanged.Value.GetValueOrDefault(assembly.Name!);

    private static Dictionary<string, Assembly> OfContract(Dictionary<string, Assembly> found, Assembly assembly)
    {
        foreach (var reference in assembly.GetReferencedAssemblies())
            if (!found.ContainsKey(reference.Name!) && VersionOf(reference) is not null)
            {
                found.Add(reference.Name!, Assembly.Load(reference));
                OfContract(found, found[reference.Name!]);
            }
        return found;
    }
}
