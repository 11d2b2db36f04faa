using System.Reflection;
using System.Runtime.Loader;
using Gristmill.Execution.Discovery;

namespace Gristmill.Execution.Loading;

/// <summary>
/// Where the assemblies of one version of one plugin live, apart from those of all others. It can be unloaded, unless the plugin
/// says otherwise: after <see cref="AssemblyLoadContext.Unload"/> its memory is given back when nothing refers to it any more, so
/// that runs on an old version end in peace.
/// </summary>
internal sealed class PluginLoadContext : AssemblyLoadContext, IDisposable
{
    private readonly AssemblyDependencyResolver _dependencies;
    private readonly string _folder;
    private readonly IDisposable? _hold;

    /// <param name="folder">Where the plugin's files are.</param>
    /// <param name="main">Its main assembly.</param>
    /// <param name="hold">What keeps the files: let go with the context, and never if that does not unload.</param>
    public PluginLoadContext(PluginFolder folder, PluginFile main, IDisposable? hold = null)
        : base($"{folder.Name}/{folder.Version}", isCollectible: main.Unloadable)
    {
        (_folder, _hold) = (folder.Path, hold);
        _dependencies = PluginRefusedException.Guard("reading its .deps.json", () => new AssemblyDependencyResolver(main.Path));
    }

    /// <summary>Begins to unload it. From then on it loads nothing more.</summary>
    public void Dispose()
    {
        if (!IsCollectible)
            return;
        Unload();
        _hold?.Dispose();
    }

    /// <summary>Whether a reference can be met, without loading anything.</summary>
    public bool CanLoad(AssemblyName assembly) =>
        Platform.IsContract(assembly) || Platform.VersionOf(assembly) is not null || Find(assembly) is not null;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (Platform.IsContract(assemblyName))
            return Platform.Contract;
        var own = Find(assemblyName);
        if (Platform.VersionOf(assemblyName) is { } shared && assemblyName.Version <= shared
            && (own is null || VersionOf(own) <= shared))
            return null; // the default context has it
        if (Platform.FindExchanged(assemblyName) is { } exchanged)
            return exchanged; // NewerReferences has seen that it will do.
        if (own is not null)
            return LoadFromAssemblyPath(own);
        if (!string.IsNullOrEmpty(assemblyName.CultureName))
            return null; // translations are optional
        throw new FileNotFoundException($"it needs {Text(assemblyName)}, which is not in its folder", assemblyName.Name);
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _dependencies.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    public static string Text(AssemblyName assembly) => $"{assembly.Name} {assembly.Version}";

    private string? Find(AssemblyName assembly)
    {
        if (_dependencies.ResolveAssemblyToPath(assembly) is { } resolved)
            return resolved;
        var beside = Path.Combine(_folder, assembly.CultureName ?? "", assembly.Name + ".dll");
        return File.Exists(beside) ? beside : null;
    }

    private static Version? VersionOf(string file) => AssemblyName.GetAssemblyName(file).Version;
}
