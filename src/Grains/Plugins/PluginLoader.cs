using System.Reflection;
using Gristmill.Plugins;

namespace Gristmill.Grains.Plugins;

/// <summary>Makes a <see cref="LoadedPlugin"/> of a folder or an assembly, and never throws: a plugin that fails is a broken one.</summary>
internal sealed class PluginLoader(IServiceProvider services)
{
    public LoadedPlugin Load(PluginFolder folder)
    {
        PluginLoadContext? context = null;
        try
        {
            var file = PluginFile.Read(folder.FindMainAssembly());
            file.CheckCompatible();
            context = new PluginLoadContext(folder, file.Path);
            file.CheckComplete(context);
            var assembly = PluginRefusedException.Guard("loading it", () => context.LoadFromAssemblyPath(file.Path));
            var entry = FindEntryPoint(assembly);
            if (entry.Name != folder.Name)
                throw new PluginRefusedException($"it calls itself '{entry.Name}', but its folder is named '{folder.Name}'");
            return LoadedPlugin.Working(folder.Name, folder.Version, folder.Path, ReadTasks(entry, assembly, folder.Version), context);
        }
        catch (Exception e)
        {
            context?.Unload();
            return LoadedPlugin.Broken(folder.Name, folder.Version, folder.Path, PluginRefusedException.Describe(e));
        }
    }

    public LoadedPlugin Load(Assembly assembly)
    {
        var name = assembly.GetName().Name!;
        var version = VersionOf(assembly);
        var folder = Path.GetDirectoryName(assembly.Location) ?? "";
        try
        {
            var entry = FindEntryPoint(assembly);
            name = entry.Name;
            return LoadedPlugin.Working(name, version, folder, ReadTasks(entry, assembly, version), context: null);
        }
        catch (Exception e)
        {
            return LoadedPlugin.Broken(name, version, folder, PluginRefusedException.Describe(e));
        }
    }

    private static WorkerPluginAttribute FindEntryPoint(Assembly assembly)
    {
        var entry = PluginRefusedException.Guard("reading its entry point", assembly.GetCustomAttribute<WorkerPluginAttribute>)
            ?? throw new PluginRefusedException(
                $"{assembly.GetName().Name}.dll has no entry point: [assembly: WorkerPlugin(name, typeof(…))]");
        if (!Names.IsPluginName(entry.Name))
            throw new PluginRefusedException($"it calls itself '{entry.Name}'; a name is {Names.PluginRule}");
        return entry;
    }

    private IReadOnlyList<PluginTask> ReadTasks(WorkerPluginAttribute entry, Assembly assembly, string version)
    {
        var type = entry.PluginClass;
        if (!type.IsAssignableTo(typeof(IWorkerPlugin)))
            throw new PluginRefusedException($"its entry point {type} does not implement {nameof(IWorkerPlugin)}");
        if (type.IsAbstract || type.GetConstructor([]) is null)
            throw new PluginRefusedException($"its entry point {type} needs a public constructor without parameters");

        var plugin = PluginRefusedException.Guard($"the constructor of {type}", () => (IWorkerPlugin)Activator.CreateInstance(type)!);
        var builder = new PluginBuilder();
        PluginRefusedException.Guard($"{type}.{nameof(plugin.Configure)}", () => { plugin.Configure(builder); return true; });
        var imports = PluginRefusedException.Guard($"{type}.{nameof(plugin.TaskImports)}", () => plugin.TaskImports().ToArray());
        return new TaskReader(entry.Name, version, builder, XmlDocs.BesideOf(assembly), services).Read(imports);
    }

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+', 2)[0]
        ?? assembly.GetName().Version?.ToString() ?? "0";
}
