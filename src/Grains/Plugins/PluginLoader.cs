using System.Reflection;
using Gristmill.Plugins;
using Microsoft.Extensions.Configuration;

namespace Gristmill.Grains.Plugins;

/// <summary>Makes a <see cref="LoadedPlugin"/> of a folder or an assembly, and never throws: a plugin that fails is a broken one.</summary>
/// <param name="services">Where the constructors of task classes find what they ask for.</param>
/// <param name="settings">What operators have set for plugins, a section each; null for nothing.</param>
internal sealed class PluginLoader(IServiceProvider services, IConfiguration? settings = null)
{
    public LoadedPlugin Load(PluginFolder folder)
    {
        PluginLoadContext? context = null;
        IDisposable? hold = null;
        try
        {
            hold = folder.Hold();
            var file = PluginFile.Read(folder.FindMainAssembly());
            file.CheckCompatible();
            context = new PluginLoadContext(folder, file.Path);
            file.CheckComplete(context);
            var assembly = PluginRefusedException.Guard("loading it", () => context.LoadFromAssemblyPath(file.Path));
            var entry = FindEntryPoint(assembly);
            if (entry.Name != folder.Name)
                throw new PluginRefusedException($"it calls itself '{entry.Name}', but its folder is named '{folder.Name}'");
            return Load(entry, assembly, folder.Version, folder.Path, context, hold);
        }
        catch (Exception e)
        {
            context?.Unload();
            hold?.Dispose();
            return LoadedPlugin.Broken(folder.Name, folder.Version, folder.Path, PluginRefusedException.Describe(e), context);
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
            return Load(entry, assembly, version, folder, context: null, hold: null);
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

    private LoadedPlugin Load(WorkerPluginAttribute entry, Assembly assembly, string version, string folder, PluginLoadContext? context, IDisposable? hold)
    {
        var type = entry.PluginClass;
        if (!type.IsAssignableTo(typeof(IWorkerPlugin)))
            throw new PluginRefusedException($"its entry point {type} does not implement {nameof(IWorkerPlugin)}");
        if (type.IsAbstract || type.GetConstructor([]) is null)
            throw new PluginRefusedException($"its entry point {type} needs a public constructor without parameters");

        var plugin = PluginRefusedException.Guard($"the constructor of {type}", () => (IWorkerPlugin)Activator.CreateInstance(type)!);
        var builder = new PluginBuilder(entry.Name, settings?.GetSection(entry.Name));
        PluginRefusedException.Guard($"{type}.{nameof(plugin.Configure)}", () => { plugin.Configure(builder); return true; });
        var imports = PluginRefusedException.Guard($"{type}.{nameof(plugin.TaskImports)}", () => plugin.TaskImports().ToArray());
        var own = PluginRefusedException.Guard("making its services", () => new PluginServices(builder.Services, services));
        try
        {
            var tasks = new TaskReader(entry.Name, version, builder, XmlDocs.BesideOf(assembly), own).Read(imports);
            var changes = SiloChanges.Of(builder.Silo);
            var info = new PluginInfo(entry.Name, version, folder, PluginState.Working, null, [.. tasks.Select(task => task.Descriptor.Name)], SiloChanges.Describe(changes));
            return new LoadedPlugin(info, tasks, context is null ? null : new WeakReference(context), new PluginUses(own, context, hold), changes);
        }
        catch
        {
            own.Dispose();
            throw;
        }
    }

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+', 2)[0]
        ?? assembly.GetName().Version?.ToString() ?? "0";
}
