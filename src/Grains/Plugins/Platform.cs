using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace Gristmill.Grains.Plugins;

/// <summary>
/// What a plugin takes from the silo and not from its folder: the plugin contract, and the shared frameworks (.NET and ASP.NET).
/// The silo's own libraries are none of a plugin's business, though they lie in the same process.
/// </summary>
internal static class Platform
{
    public static Assembly Contract { get; } = typeof(Gristmill.Plugins.IWorkerPlugin).Assembly;

    private static readonly string[] Frameworks =
        [.. new[] { typeof(object), typeof(HttpContext) }.Select(type => Path.GetDirectoryName(type.Assembly.Location)!).Distinct()];

    public static bool IsContract(AssemblyName assembly) => assembly.Name == Contract.GetName().Name;

    /// <summary>The file of a framework assembly, or null if no framework has it.</summary>
    public static string? FindFrameworkAssembly(AssemblyName assembly) =>
        Frameworks.Select(folder => Path.Combine(folder, assembly.Name + ".dll")).FirstOrDefault(File.Exists);
}
