using System.Reflection;
using Microsoft.Extensions.DependencyModel;

namespace Gristmill.Execution.Loading;

/// <summary>The list of a plugin's libraries that a build leaves beside its main assembly, <c>NAME.deps.json</c>.</summary>
internal static class DependencyFile
{
    /// <summary>The assemblies that are listed; none if there is no such file.</summary>
    public static IReadOnlyList<AssemblyName> ReadAssemblies(string mainAssembly)
    {
        var path = Path.ChangeExtension(mainAssembly, ".deps.json");
        if (!File.Exists(path))
            return [];
        using var file = File.OpenRead(path);
        using var reader = new DependencyContextJsonReader();
        return [.. reader.Read(file).GetDefaultAssemblyNames().DistinctBy(assembly => assembly.Name)];
    }
}
