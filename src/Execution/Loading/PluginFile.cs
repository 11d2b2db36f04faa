using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Versioning;
using Gristmill.Execution.Discovery;
using Gristmill.Plugins;

namespace Gristmill.Execution.Loading;

/// <summary>What can be said of a plugin's main assembly before any of it is loaded.</summary>
/// <param name="Path">The file.</param>
/// <param name="Framework">What it is built for; null if it does not say.</param>
/// <param name="References">What it refers to.</param>
/// <param name="EntryPoint">
/// The plugin's name in its <see cref="Gristmill.Plugins.WorkerPluginAttribute"/>; null if it has none.
/// </param>
/// <param name="Unloadable">Whether the plugin's memory can be given back, by the same attribute.</param>
/// <param name="Version">Its informational version up to a +, or its version if it has none.</param>
internal sealed record PluginFile(
    string Path, FrameworkName? Framework, IReadOnlyList<AssemblyName> References, string? EntryPoint, bool Unloadable,
    string Version)
{
    private string FileName => System.IO.Path.GetFileName(Path);

    public static PluginFile Read(string path)
    {
        try
        {
            using var file = new PEReader(File.OpenRead(path));
            var metadata = file.GetMetadataReader();
            var entryPoint = Find(metadata, nameof(WorkerPluginAttribute));
            return new PluginFile(
                path,
                Said(nameof(TargetFrameworkAttribute)) is { } framework ? new FrameworkName(framework) : null,
                [.. metadata.AssemblyReferences.Select(reference => metadata.GetAssemblyReference(reference).GetAssemblyName())],
                FirstArgument(entryPoint),
                entryPoint is null || IsUnloadable(entryPoint.Value),
                Said(nameof(AssemblyInformationalVersionAttribute))?.Split('+', 2)[0] ?? metadata.GetAssemblyDefinition().Version.ToString());

            string? Said(string attribute) => FirstArgument(Find(metadata, attribute));
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException)
        {
            throw new PluginRefusedException($"{System.IO.Path.GetFileName(path)} is not a .NET assembly, or is damaged", e);
        }
    }

    /// <summary>
    /// Notes why it could not be loaded: it is built for another framework or a newer contract, or lacks what it refers to or was
    /// built with.
    /// </summary>
    public void Check(PluginLoadContext context, PluginFaults faults)
    {
        var here = Environment.Version;
        var runsHere = Framework is null or { Identifier: ".NETStandard" }
            || (Framework.Identifier == ".NETCoreApp" && Framework.Version.Major <= here.Major);
        if (!runsHere)
            faults.Add(
                $"{FileName} is built for {Framework!.Identifier} {Framework.Version}; this silo runs .NET {here.ToString(2)}");

        var contract = Platform.Contract.GetName();
        if (References.FirstOrDefault(Platform.IsContract) is { } built && built.Version > contract.Version)
            faults.Add($"{FileName} is built against {PluginLoadContext.Text(built)}; this silo has {contract.Version}");

        if (Missing(References) is { Length: > 0 } missing)
            faults.Add($"{FileName} needs {Text(missing.Select(PluginLoadContext.Text))}, not found in its folder");

        var listed = faults.Try("reading its .deps.json", () => DependencyFile.ReadAssemblies(Path)) ?? [];
        if (Missing(listed.ExceptBy(References.Select(reference => reference.Name), name =>
            name.Name)) is { Length: > 0 } lacking)
            faults.Add($"its folder lacks {Text(lacking.Select(name => name.Name + ".dll"))}, which its .deps.json lists");

        static string Text(IEnumerable<string> names) => string.Join(" and ", names);

        AssemblyName[] Missing(IEnumerable<AssemblyName> assemblies) =>
            [.. assemblies.Where(assembly => !context.CanLoad(assembly))];
    }

    // What an attribute of the assembly is given, as it is written in metadata.
    private static BlobReader? Find(MetadataReader metadata, string attributeName)
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
            if (metadata.StringComparer.Equals(name, attributeName))
                return metadata.GetBlobReader(attribute.Value);
        }
        return null;
    }

    // Of a constructor that begins with a text.
    private static string? FirstArgument(BlobReader? attribute)
    {
        if (attribute is not { } value)
            return null;
        value.ReadUInt16(); // the blob's prolog
        return value.ReadSerializedString();
    }

    // The only property that can be named beside the constructor's text and type.
    private static bool IsUnloadable(BlobReader attribute)
    {
        attribute.ReadUInt16();
        attribute.ReadSerializedString();
        attribute.ReadSerializedString();
        if (attribute.ReadUInt16() == 0)
            return true;
        attribute.ReadUInt16(); // a property, of type bool
        return attribute.ReadSerializedString() is not nameof(WorkerPluginAttribute.Unloadable)
            || attribute.ReadBoolean();
    }
}
