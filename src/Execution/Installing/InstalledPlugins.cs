using System.Text.Json;
using Gristmill.Core;
using Gristmill.Execution.Discovery;
using Microsoft.Win32.SafeHandles;

namespace Gristmill.Execution.Installing;

/// <summary>
/// The folder of a cluster's plugins, <c>NAME/VERSION/</c>, and the changes that are made to it: one at a time, each as a whole
/// or not at all, whenever the process dies. Silos watch the folder.
/// </summary>
/// <param name="root">The folder.</param>
/// <param name="others">Where silos find further plugins: those that come with the program.</param>
public sealed class InstalledPlugins(string root, params string[] others)
{
    private const string BuiltIn = "gristmill";
    private const string Draft = ".draft-";
    private const string Trash = ".trash-";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>All plugins that silos of the cluster find, but for those in folders that a silo was given by itself.</summary>
    public IReadOnlyList<PluginVersions> All => PluginVersions.Find(root, others);

    /// <summary>Installs a plugin, and has silos use this version of it.</summary>
    /// <param name="source">A package, or a folder with what a build left.</param>
    /// <returns>What is installed now.</returns>
    /// <exception cref="PluginRefusedException">
    /// It cannot be used, or its version is installed already with other files; says why.
    /// </exception>
    public async Task<PluginFolder> AddAsync(string source)
    {
        using var turn = await LockAsync();
        DeleteRestsInTurn(root);
        var draft = Directory.CreateDirectory(Path.Combine(root, $"{Draft}{Guid.NewGuid():N}")).FullName;
        try
        {
            var files = new PluginFiles(draft);
            if (Directory.Exists(source))
                files.TakeAll(source);
            else
                PluginPackage.Extract(source, files);
            var content = PluginContent.Verify(draft);
            if (content.Name == BuiltIn)
                throw new PluginRefusedException($"its name is '{BuiltIn}', which is the platform's own plugin; give it another");
            files.Flush();
            Place(draft, content);
            var family = Find(content.Name);
            Choose(content.Name, family.Choice with { Version = content.Version }, family);
            return family.Versions.First(folder => folder.Version == content.Version);
        }
        finally
        {
            if (Directory.Exists(draft))
                Directory.Delete(draft, recursive: true);
        }
    }

    /// <summary>
    /// Removes a version of a plugin, or all of them, and with the last one what was ordered of it. Silos run on copies, which
    /// outlive it.
    /// </summary>
    /// <returns>The folders that were removed.</returns>
    /// <exception cref="PluginRefusedException">There is none to be removed.</exception>
    public async Task<IReadOnlyList<PluginFolder>> RemoveAsync(string name, string? version)
    {
        using var turn = await LockAsync();
        var family = Find(name, version);
        PluginFolder[] folders =
            [.. family.Versions.Where(folder => folder.Installed && (version is null || folder.Version == version))];
        if (folders.Length == 0)
            throw new PluginRefusedException(
                $"plugin '{name}' is not in {root} but comes with the program, in {family.Versions[0].Path}; `gristmill plugins disable {name}` has silos leave it out");
        foreach (var folder in folders)
            Directory.Move(folder.Path, Path.Combine(root, $"{Trash}{Guid.NewGuid():N}"));
        var plugin = Path.Combine(root, name);
        DirectorySync.Fsync(plugin);
        if (folders.Length == family.Versions.Count)
            Choose(name, PluginPin.None, family);
        else if (folders.Any(folder => folder.Version == family.Choice.Version))
            Choose(name, family.Choice with { Version = null }, family);
        if (!Directory.EnumerateFileSystemEntries(plugin).Any())
            Directory.Delete(plugin);
        DeleteRestsInTurn(root);
        return folders;
    }

    /// <summary>Has silos leave a plugin out.</summary>
    /// <exception cref="PluginRefusedException">There is no such plugin.</exception>
    public async Task DisableAsync(string name)
    {
        using var turn = await LockAsync();
        var family = Find(name);
        Choose(name, family.Choice with { Disabled = true }, family);
    }

    /// <summary>Has silos load a plugin again, and use one version of it.</summary>
    /// <param name="name">The plugin.</param>
    /// <param name="version">The version; null for the one that was used before.</param>
    /// <returns>The version that is used.</returns>
    /// <exception cref="PluginRefusedException">There is no such plugin or version.</exception>
    public async Task<PluginFolder> EnableAsync(string name, string? version)
    {
        using var turn = await LockAsync();
        var family = Find(name, version);
        Choose(name, new PluginPin(Disabled: false, version ?? family.Choice.Version), family);
        return Find(name).Tried.First();
    }

    /// <summary>A plugin that silos find.</summary>
    /// <exception cref="PluginRefusedException">There is no such plugin or version.</exception>
    public PluginVersions Find(string name, string? version = null)
    {
        var all = All;
        var family = all.FirstOrDefault(known => known.Name == name) ?? throw new PluginRefusedException(
            $"there is no plugin '{name}'; {(all.Count == 0 ? "none is installed" : $"those are {string.Join(", ", all.Select(known => known.Name))}")}");
        return version is null || family.Versions.Any(folder => folder.Version == version) ? family
            : throw new PluginRefusedException($"plugin '{name}' has no version {version}; those are {string.Join(", ", family.Versions.Select(folder => folder.Version))}");
    }

    /// <summary>Deletes what changes that were broken off have left, unless somebody is at work there.</summary>
    public static void DeleteRests(string root)
    {
        if (!Directory.Exists(root) || !Rests(root).Any())
            return;
        using var turn = TryLock(root);
        if (turn is not null)
            DeleteRestsInTurn(root);
    }

    private static void DeleteRestsInTurn(string root)
    {
        foreach (var rest in Rests(root))
            Directory.Delete(rest, recursive: true);
    }

    private static IEnumerable<string> Rests(string root) =>
        [.. Directory.GetDirectories(root, Draft + "*"), .. Directory.GetDirectories(root, Trash + "*")];

    private void Place(string draft, PluginContent content)
    {
        var plugin = Path.Combine(root, content.Name);
        var target = Path.Combine(plugin, content.Version);
        if (!Directory.Exists(target))
        {
            Directory.CreateDirectory(plugin);
            Directory.Move(draft, target);
            DirectorySync.Fsync(plugin);
            DirectorySync.Fsync(root);
        }
        else if (!PluginFiles.AreSame(draft, target))
        {
            throw new PluginRefusedException(
                $"{content.Name} {content.Version} is installed already, with other files; give this one another version");
        }
    }

    // The newest version needs no choice: one that is put there later is newer still.
    private void Choose(string name, PluginPin choice, PluginVersions family)
    {
        if (choice.Version == family.Versions[0].Version)
            choice = choice with { Version = null };
        var folder = Path.Combine(root, name);
        var file = Path.Combine(folder, PluginPin.FileName);
        if (choice == PluginPin.None)
        {
            File.Delete(file);
            return;
        }
        Directory.CreateDirectory(folder);
        var draft = file + ".draft";
        using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(stream, choice);
            stream.Flush(flushToDisk: true);
        }
        File.Move(draft, file, overwrite: true);
        DirectorySync.Fsync(folder);
    }

    private async Task<IDisposable> LockAsync()
    {
        DirectorySync.MakePrivate(root);
        for (var since = TimeProvider.System.GetTimestamp(); ;)
        {
            if (TryLock(root) is { } turn)
                return turn;
            if (TimeProvider.System.GetElapsedTime(since) > Patience)
                throw new PluginRefusedException($"somebody else is changing the plugins in {root} for {Patience.TotalSeconds:0} s now; try again later");
            await Task.Delay(Look, TimeProvider.System);
        }
    }

    private static SafeFileHandle? TryLock(string root)
    {
        try
        {
            return File.OpenHandle(Path.Combine(root, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
