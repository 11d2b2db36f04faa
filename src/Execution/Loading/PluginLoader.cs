using System.Reflection;
using Gristmill.Execution.Discovery;
using Gristmill.Execution.Json;
using Gristmill.Execution.Tasks;
using Gristmill.Plugins;
using Microsoft.Extensions.Configuration;

namespace Gristmill.Execution.Loading;

/// <summary>
/// Makes a <see cref="LoadedPlugin"/> of a folder or an assembly, and never throws: a plugin that fails is a broken one.
/// </summary>
/// <param name="services">Where the constructors of task classes find what they ask for.</param>
/// <param name="settings">What operators have set for plugins, a section each; null for nothing.</param>
/// <param name="copies">What to load instead of a folder's own files; null to load these.</param>
internal sealed class PluginLoader(IServiceProvider services, IConfiguration? settings = null, PluginCopies? copies = null)
{
    public LoadedPlugin Load(PluginFolder folder)
    {
        PluginLoadContext? context = null;
        IDisposable? hold = null;
        try
        {
            var place = folder;
            if (copies is not null)
                (place, hold) = PluginRefusedException.Guard("copying its files", () => copies.Take(folder));
            var file = PluginFile.Read(place.FindMainAssembly());
            context = new PluginLoadContext(place, file, hold);
            var faults = new PluginFaults();
            file.Check(context, faults);
            faults.ThrowIfAny();
            var assembly = PluginRefusedException.Guard("loading it", () => context.LoadFromAssemblyPath(file.Path));
            NewerReferences.Check(place.Path, context, faults);
            faults.ThrowIfAny();
            var entry = FindEntryPoint(assembly);
            if (entry.Name != folder.Name)
                faults.Add($"it calls itself '{entry.Name}', but its folder is named '{folder.Name}'");
            return Load(entry, assembly, folder, context, faults);
        }
        catch (Exception e)
        {
            ((IDisposable?)context ?? hold)?.Dispose();
            return LoadedPlugin.Broken(folder, e, MemoryOf(context));
        }
    }

    public LoadedPlugin Load(Assembly assembly)
    {
        var folder = Path.GetDirectoryName(assembly.Location) ?? "";
        var place = new PluginFolder(assembly.GetName().Name!, VersionOf(assembly), folder);
        try
        {
            var entry = FindEntryPoint(assembly);
            place = place with { Name = entry.Name };
            return Load(entry, assembly, place, context: null, new PluginFaults());
        }
        catch (Exception e)
        {
            return LoadedPlugin.Broken(place, e);
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

    // What is wrong here is no reason not to look there: all of it is told at once.
    private LoadedPlugin Load(
        WorkerPluginAttribute entry, Assembly assembly, PluginFolder folder, PluginLoadContext? context, PluginFaults faults)
    {
        var builder = new PluginBuilder(entry.Name, settings?.GetSection(entry.Name));
        Type[] imports = [];
        PluginServices? own = null;
        if (faults.Try(() => Create(entry.PluginClass)) is { } plugin)
        {
            var type = entry.PluginClass;
            var configured = faults.Try($"{type}.{nameof(plugin.Configure)}", () =>
            {
                plugin.Configure(builder);
                return builder;
            });
            imports = faults.Try($"{type}.{nameof(plugin.TaskImports)}", () => plugin.TaskImports().ToArray()) ?? [];
            if (configured is not null)
                own = faults.Try("making its services", () => new PluginServices(builder.Services, services));
        }
        try
        {
            var docs = XmlDocs.BesideOf(assembly);
            var tasks = new TaskReader(entry.Name, folder.Version, builder, docs, own ?? services, faults).Read(imports);
            faults.ThrowIfAny();
            var changes = PluginDefaults.Of(builder.Silo);
            var info = new PluginInfo(
                entry.Name, folder.Version, folder.Path, PluginState.Working, null,
                [.. tasks.Select(task => task.Descriptor.Name)],
                PluginDefaults.Describe(changes));
            return new LoadedPlugin(info, tasks, MemoryOf(context), new PluginUses(own, context), changes);
        }
        catch
        {
            own?.Dispose();
            throw;
        }
    }

    private static IWorkerPlugin Create(Type type)
    {
        if (!type.IsAssignableTo(typeof(IWorkerPlugin)))
            throw new PluginRefusedException($"its entry point {type} does not implement {nameof(IWorkerPlugin)}");
        if (type.IsAbstract || type.GetConstructor([]) is null)
            throw new PluginRefusedException($"its entry point {type} needs a public constructor without parameters");
        return PluginRefusedException.Guard($"the constructor of {type}", () => (IWorkerPlugin)Activator.CreateInstance(type)!);
    }

    private static WeakReference? MemoryOf(PluginLoadContext? context) =>
        context is { IsCollectible: true } ? new WeakReference(context) : null;

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+', 2)[0]
        ?? assembly.GetName().Version?.ToString() ?? "0";
}
