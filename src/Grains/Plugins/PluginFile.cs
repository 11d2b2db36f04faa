using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Versioning;

namespace Gristmill.Grains.Plugins;

/// <summary>What can be said of a plugin's main assembly before any of it is loaded.</summary>
/// <param name="Path">The file.</param>
/// <param name="Framework">What it is built for; null if it does not say.</param>
/// <param name="References">What it refers to.</param>
/// <param name="EntryPoint">The plugin's name in its <see cref="Gristmill.Plugins.WorkerPluginAttribute"/>; null if it has none.</param>
/// <param name="Version">Its informational version up to a +, or its version if it has none.</param>
internal sealed record PluginFile(string Path, FrameworkName? Framework, IReadOnlyList<AssemblyName> References, string? EntryPoint, string Version)
{
    private string FileName => System.IO.Path.GetFileName(Path);

    public static PluginFile Read(string path)
    {
        try
        {
            using var file = new PEReader(File.OpenRead(path));
            var metadata = file.GetMetadataReader();
            return new PluginFile(
                path,
                FirstArgument(metadata, nameof(TargetFrameworkAttribute)) is { } framework ? new FrameworkName(framework) : null,
                [.. metadata.AssemblyReferences.Select(reference => metadata.GetAssemblyReference(reference).GetAssemblyName())],
                FirstArgument(metadata, nameof(Gristmill.Plugins.WorkerPluginAttribute)),
                FirstArgument(metadata, nameof(AssemblyInformationalVersionAttribute))?.Split('+', 2)[0] ?? metadata.GetAssemblyDefinition().Version.ToString());
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException)
        {
            throw new PluginRefusedException($"{System.IO.Path.GetFileName(path)} is not a .NET assembly, or is damaged", e);
        }
    }

    /// <summary>Refuses what is built for another framework or a newer contract.</summary>
    public void CheckCompatible()
    {
        var here = Environment.Version;
        var runsHere = Framework is null or { Identifier: ".NETStandard" }
            || (Framework.Identifier == ".NETCoreApp" && Framework.Version.Major <= here.Major);
        if (!runsHere)
            throw new PluginRefusedException(
                $"{FileName} is built for {Framework!.Identifier} {Framework.Version}; this silo runs .NET {here.ToString(2)}");

        var contract = Platform.Contract.GetName();
        if (References.FirstOrDefault(Platform.IsContract) is { } built && built.Version > contract.Version)
            throw new PluginRefusedException(
                $"{FileName} is built against {PluginLoadContext.Text(built)}; this silo has {contract.Version}");
    }

    /// <summary>Refuses an assembly that refers to others, or was built with others, which are nowhere.</summary>
    public void CheckComplete(PluginLoadContext context)
    {
        if (Missing(References) is { Length: > 0 } missing)
            throw new PluginRefusedException($"{FileName} needs {string.Join(" and ", missing.Select(PluginLoadContext.Text))}, not found in its folder");

        var listed = PluginRefusedException.Guard("reading its .deps.json", () => DependencyFile.ReadAssemblies(Path));
        if (Missing(listed) is { Length: > 0 } lacking)
            throw new PluginRefusedException($"its folder lacks {string.Join(" and ", lacking.Select(name => name.Name + ".dll"))}, which its .deps.json lists");

        AssemblyName[] Missing(IEnumerable<AssemblyName> assemblies) => [.. assemblies.Where(assembly => !context.CanLoad(assembly))];
    }

    // Of an attribute of the assembly whose constructor begins with a text.
    private static string? FirstArgument(MetadataReader metadata, string attributeName)
    {
        foreach (var handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (attribute.Constructor.Kind != HandleKind.MemberReference)
                continue;
            var type = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
            if (type.Kind != HandleKind.TypeReference)
                continue;
            var name = metadata.GetTypeReference((TypeReferenceHandle)type).Name;
            if (!metadata.StringComparer.Equals(name, attributeName))
                continue;
            var value = metadata.GetBlobReader(attribute.Value);
            value.ReadUInt16(); // the blob's prolog
            return value.ReadSerializedString();
        }
        return null;
    }
}
