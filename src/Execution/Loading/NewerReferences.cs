using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Gristmill.Execution.Discovery;

namespace Gristmill.Execution.Loading;

/// <summary>
/// A plugin may be built with newer versions of the assemblies that it and the silo must have in common
/// (<see cref="Platform.FindExchanged"/>). It gets the silo's, and these will do unless it uses what they do not have yet.
/// </summary>
internal static class NewerReferences
{
    /// <summary>Says of each of a plugin's assemblies what it uses and the silo does not have.</summary>
    public static void Check(string folder, PluginLoadContext context, PluginFaults faults)
    {
        foreach (var path in Directory.GetFiles(folder, "*.dll").Order(StringComparer.Ordinal))
            foreach (var (newer, used) in Lacking(path, context).DistinctBy(lacking => lacking.Newer.Name))
                faults.Add(
                    $"{Path.GetFileName(path)} is built against {PluginLoadContext.Text(newer)} and uses {used} of it, "
                    + $"which this silo's {Platform.VersionOf(newer)} does not have; build it against that version");
    }

    private static IEnumerable<(AssemblyName Newer, string Used)> Lacking(string path, PluginLoadContext context)
    {
        using var file = new PEReader(File.OpenRead(path));
        if (!file.HasMetadata)
            yield break; // A native library.
        var metadata = file.GetMetadataReader();
        var newer = metadata.AssemblyReferences
            .Select(handle => (Handle: (EntityHandle)handle, Name: metadata.GetAssemblyReference(handle).GetAssemblyName()))
            .Where(reference =>
                reference.Name.Version > Platform.VersionOf(reference.Name) && Platform.FindExchanged(reference.Name) is not null)
            .ToDictionary(reference => reference.Handle, reference => reference.Name);
        // One that gives way to the silo's is not loaded.
        if (newer.Count == 0 || Platform.FindExchanged(metadata.GetAssemblyDefinition().GetAssemblyName()) is not null)
            yield break;
        var module = context.LoadFromAssemblyPath(path).ManifestModule;
        foreach (var handle in metadata.TypeReferences)
            if (newer.TryGetValue(ScopeOf(metadata, handle), out var name)
                && !Resolves(() => module.ResolveType(MetadataTokens.GetToken(handle))))
                yield return (name, NameOf(metadata, handle));
        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (TypeOf(metadata, member.Parent) is { } type && newer.TryGetValue(ScopeOf(metadata, type), out var name)
                && !Resolves(() => module.ResolveMember(MetadataTokens.GetToken(handle))))
                yield return (name, $"{NameOf(metadata, type)}.{metadata.GetString(member.Name)}");
        }
    }

    // What cannot be resolved for other reasons, as in a generic method of the plugin, is left to the run.
    private static bool Resolves(Func<MemberInfo?> resolve)
    {
        try
        {
            resolve();
            return true;
        }
        catch (Exception e)
        {
            return e is not (TypeLoadException or MissingMemberException);
        }
    }

    // The assembly of a type: that of the outermost, if it is within another.
    private static EntityHandle ScopeOf(MetadataReader metadata, TypeReferenceHandle handle) =>
        metadata.GetTypeReference(handle).ResolutionScope is { Kind: HandleKind.TypeReference } outer
            ? ScopeOf(metadata, (TypeReferenceHandle)outer)
            : metadata.GetTypeReference(handle).ResolutionScope;

    private static TypeReferenceHandle? TypeOf(MetadataReader metadata, EntityHandle owner)
    {
        if (owner.Kind == HandleKind.TypeSpecification)
        {
            var type = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)owner).Signature);
            if (type.ReadSignatureTypeCode() == SignatureTypeCode.GenericTypeInstance)
            {
                type.ReadByte(); // class or struct
                owner = type.ReadTypeHandle();
            }
        }
        return owner.Kind == HandleKind.TypeReference ? (TypeReferenceHandle)owner : null;
    }

    private static string NameOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name);
        return type.Namespace.IsNil ? name : $"{metadata.GetString(type.Namespace)}.{name}";
    }
}
