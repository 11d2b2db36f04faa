using System.IO.Compression;
using Gristmill.Execution.Discovery;
using Gristmill.Execution.Installing;
using Gristmill.Execution.Loading;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Plugins.Tests;

/// <summary>Packing, installing and removing: as a whole or not at all, and nothing that silos could not load.</summary>
public sealed class InstalledPluginsTests : IDisposable
{
    private readonly PluginFolders _folders = new();
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("installed-");
    private readonly InstalledPlugins _installed;

    public InstalledPluginsTests() => _installed = new InstalledPlugins(Root);

    private string Root => Path.Combine(_data.FullName, "plugins");

    public void Dispose()
    {
        _folders.Dispose();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task What_was_packed_is_installed_and_works()
    {
        var library = _folders.Library("Lib", "1.0.0.0", "public static class Lib { public static string Text => \"lib\"; }");
        var built = Build("1.2.0", "Lib.Text", [library]);
        Directory.CreateDirectory(Path.Combine(built, "tools"));
        await File.WriteAllTextAsync(Path.Combine(built, "tools", "run.sh"), "#!/bin/sh", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(built, "tools", "run.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.Copy(typeof(IWorkerPlugin).Assembly.Location, Path.Combine(built, "Gristmill.Plugins.dll"));

        var package = PluginPackage.Write(built, PluginContent.Verify(built), _data.FullName);
        var added = await _installed.AddAsync(package);

        Assert.Equal("p.1.2.0.nupkg", Path.GetFileName(package));
        Assert.Equal(("p", "1.2.0", Path.Combine(Root, "p", "1.2.0")), (added.Name, added.Version, added.Path));
        Assert.Equal(["Lib.dll", "p.dll", "tools/run.sh"],
            PluginFiles.List(added.Path).Select(file => PluginFiles.NameOf(added.Path, file)));
        Assert.True(OperatingSystem.IsWindows()
            || File.GetUnixFileMode(Path.Combine(added.Path, "tools", "run.sh")).HasFlag(UnixFileMode.UserExecute));
        Assert.Equal("\"lib\"", await RunAsync());
    }

    [Fact]
    public void A_package_of_the_same_files_is_the_same()
    {
        var built = Build("1.0.0");
        var one = PluginPackage.Write(built, PluginContent.Verify(built), Path.Combine(_data.FullName, "one"));
        var two = PluginPackage.Write(built, PluginContent.Verify(built), Path.Combine(_data.FullName, "two"));

        Assert.Equal(File.ReadAllBytes(one), File.ReadAllBytes(two));
    }

    [Fact]
    public void A_package_that_is_written_into_its_own_folder_is_none_of_its_files()
    {
        var built = Build("1.0.0");

        foreach (var _ in new[] { "once", "again" })
        {
            var package = PluginPackage.Write(built, PluginContent.Verify(built), built);
            using var zip = ZipFile.OpenRead(package);
            Assert.DoesNotContain(zip.Entries, entry => entry.Name.Contains(".nupkg", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_platforms_own_plugin_has_its_name_alone()
    {
        using var folders = new PluginFolders();
        var folder =
            folders.Add("gristmill", "9.0",
            "public static class Tasks { [JobTask(Name = \"gristmill.run\")] public static void Run() { } }");

        await RefusedAsync(folder, "its name is 'gristmill', which is the platform's own plugin; give it another");
    }

    [Theory]
    [InlineData("it names a file '../../evil.dll', which is no path within the plugin", "plugin/../../evil.dll")]
    [InlineData("it names a file '/etc/evil', which is no path within the plugin", "plugin//etc/evil")]
    [InlineData("it names a file '..\\evil.dll', which is no path within the plugin", "plugin/..\\evil.dll")]
    [InlineData("it names a file 'C:evil.dll', which is no path within the plugin", "plugin/C:evil.dll")]
    [InlineData("it names 'a.dll' twice (case aside)", "plugin/a.dll", "plugin/a.dll")]
    [InlineData("it names 'A.dll' twice (case aside)", "plugin/a.dll", "plugin/A.dll")]
    [InlineData("it names 'a' both as a file and as a folder", "plugin/a", "plugin/a/b")]
    [InlineData("it names 'a' twice (case aside)", "plugin/a/b", "plugin/a")]
    [InlineData("it is no plugin package: it has no folder plugin/. `gristmill plugins pack` makes one", "lib/net10.0/a.dll")]
    [InlineData("no assembly in it has an entry point: [assembly: WorkerPlugin(name, typeof(…))]", "plugin/readme.txt")]
    public async Task A_bad_package_is_refused_and_leaves_nothing(string reason, params string[] names)
    {
        var package = Path.Combine(_data.FullName, "bad.nupkg");
        using (var zip = ZipFile.Open(package, ZipArchiveMode.Create))
            foreach (var name in names)
                using (var content = zip.CreateEntry(name).Open())
                    content.WriteByte(1);

        await RefusedAsync(package, reason);

        Assert.False(File.Exists(Path.Combine(_data.FullName, "evil.dll")));
    }

    [Fact]
    public async Task A_file_that_is_no_package_is_refused()
    {
        var file = Path.Combine(_data.FullName, "no.nupkg");
        await File.WriteAllTextAsync(file, "PK, so to speak", TestContext.Current.CancellationToken);

        Assert.StartsWith("it is no package, or is damaged",
            (await Assert.ThrowsAsync<PluginRefusedException>(() => _installed.AddAsync(file))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_that_was_cut_short_is_refused()
    {
        var built = Build("1.0.0");
        var package = PluginPackage.Write(built, PluginContent.Verify(built), _data.FullName);
        using (var file = File.OpenWrite(package))
            file.SetLength(file.Length - 100);

        Assert.StartsWith("it is no package, or is damaged",
            (await Assert.ThrowsAsync<PluginRefusedException>(() => _installed.AddAsync(package))).Message, StringComparison.Ordinal);
        Assert.Empty(_installed.All);
    }

    [Fact]
    public void Files_beyond_the_limit_are_refused_however_long_they_say_they_are()
    {
        var files = new PluginFiles(Directory.CreateDirectory(Root).FullName, mostBytes: 1_000);
        files.Take("a", new MemoryStream(new byte[600]), isExecutable: false);

        var refused = Assert.Throws<PluginRefusedException>(() =>
            files.Take("b", new MemoryStream(new byte[600]), isExecutable: false));

        Assert.Equal("its files have more than 1,000 bytes in all", refused.Message);
    }

    [Theory]
    [InlineData("it calls itself 'P P'; a name is 1 to 64 characters of a-z 0-9 . _ -, and does not begin with a dot",
        "[assembly: WorkerPlugin(\"P P\", typeof(P))]")]
    [InlineData("its version is 'new'; one is 1 to 64 letters, digits, '.' and '-', and begins with a digit",
        "[assembly: WorkerPlugin(\"p\", typeof(P))] [assembly: System.Reflection.AssemblyInformationalVersion(\"new\")]")]
    [InlineData("p.dll is built for .NETCoreApp 99.0; this silo runs .NET 10.0",
        "[assembly: WorkerPlugin(\"p\", typeof(P))] [assembly: System.Runtime.Versioning.TargetFramework(\".NETCoreApp,Version=v99.0\")]")]
    [InlineData("its entry point is in p.dll, but q.dll would be loaded; name the first q.dll",
        "[assembly: WorkerPlugin(\"q\", typeof(P))]", "q.dll")]
    [InlineData("its folder holds neither q.dll nor one assembly with a .deps.json",
        "[assembly: WorkerPlugin(\"q\", typeof(P))]")]
    public async Task What_silos_could_not_load_is_not_installed(string reason, string attributes, string? copy = null)
    {
        var built = _folders.Add("p", "1.0",
            $"{attributes} public class P : IWorkerPlugin {{ static P() => throw new InvalidOperationException(\"executed\"); }}");
        if (copy is not null)
            await File.WriteAllTextAsync(Path.Combine(built, copy), "native, perhaps", TestContext.Current.CancellationToken);

        await RefusedAsync(built, reason);
    }

    [Fact]
    public async Task What_lacks_a_library_is_not_installed()
    {
        var library = _folders.Library("Lib", "1.0.0.0", "public static class Lib { public static string Text => \"lib\"; }");
        var built = Build("1.0.0", "Lib.Text", [library]);
        File.Delete(Path.Combine(built, "Lib.dll"));

        await RefusedAsync(built, "p.dll needs Lib 1.0.0.0, not found in its folder");
    }

    [Fact]
    public async Task A_link_among_the_files_is_refused()
    {
        var built = Build("1.0.0");
        File.CreateSymbolicLink(Path.Combine(built, "passwords"), "/etc/passwd");

        await RefusedAsync(built, "passwords is a link; a plugin consists of files");
    }

    [Fact]
    public async Task A_version_that_is_there_is_never_changed()
    {
        var built = Build("1.0.0", "\"old\"");
        await _installed.AddAsync(built);
        await _installed.AddAsync(built);
        Directory.Delete(built, recursive: true);

        var refused = await Assert.ThrowsAsync<PluginRefusedException>(() => _installed.AddAsync(Build("1.0.0", "\"new\"")));

        Assert.Equal("p 1.0.0 is installed already, with other files; give this one another version", refused.Message);
        Assert.Equal("\"old\"", await RunAsync());
    }

    [Fact]
    public async Task The_version_that_was_added_last_is_used_and_one_that_is_newer_than_all_after_it()
    {
        await _installed.AddAsync(Build("2.0.0"));
        await _installed.AddAsync(Build("1.0.0"));
        Assert.Equal("1.0.0", Used());

        await _installed.AddAsync(Build("3.0.0"));
        Assert.Equal("3.0.0", Used());

        Assert.Equal("2.0.0", (await _installed.EnableAsync("p", "2.0.0")).Version);
        Assert.Equal("2.0.0", Used());
        await _installed.RemoveAsync("p", "2.0.0");
        Assert.Equal("3.0.0", Used());
    }

    [Fact]
    public async Task What_a_crash_left_half_way_is_no_plugin_and_goes_with_the_next_change()
    {
        var half = Directory.CreateDirectory(Path.Combine(Root, ".draft-x", "1.0"));
        var trash = Directory.CreateDirectory(Path.Combine(Root, ".trash-x", "1.0"));
        Assert.Empty(_installed.All);

        await _installed.AddAsync(Build("1.0.0"));

        Assert.Equal("p", _installed.All.Single().Name);
        Assert.False(Directory.Exists(half.FullName) || Directory.Exists(trash.FullName));
    }

    [Fact]
    public async Task A_crash_between_the_placing_of_an_older_version_and_its_choice_leaves_the_newer_one_in_use()
    {
        await _installed.AddAsync(Build("2.0.0"));
        var older = Build("1.0.0");
        await _installed.AddAsync(older);
        File.Delete(Path.Combine(Root, "p", PluginPin.FileName)); // What is written last.
        await File.WriteAllTextAsync(Path.Combine(Root, "p", PluginPin.FileName + ".draft"), "{\"Disa",
            TestContext.Current.CancellationToken);
        Assert.Equal("2.0.0", Used());

        await _installed.AddAsync(older);

        Assert.Equal("1.0.0", Used());
    }

    [Fact]
    public async Task A_crash_while_an_upgrade_is_placed_leaves_the_version_that_was_chosen()
    {
        await _installed.AddAsync(Build("2.0.0"));
        await _installed.AddAsync(Build("1.0.0"));
        Directory.Move(Build("3.0.0"), Path.Combine(Root, "p", "3.0.0")); // In place, and not chosen yet.

        Assert.Equal("1.0.0", Used());
    }

    [Fact]
    public async Task What_is_removed_is_gone_at_once_and_a_run_on_it_still_finds_its_libraries()
    {
        var library = _folders.Library("Lib", "1.0.0.0", "public static class Lib { public static string Text => \"lib\"; }");
        var folder = (await _installed.AddAsync(Build("1.0.0", "Later(); static string Later() => Lib.Text", [library]))).Path;
        using var silo = Silo();
        using var context = new TestTaskContext();
        using var use = silo.Use("p.text")!;

        await _installed.RemoveAsync("p", null);
        silo.Refresh();

        Assert.Empty(silo.Tasks);
        Assert.False(Directory.Exists(Path.GetDirectoryName(folder)));
        Assert.Equal("\"lib\"", await use.Task.InvokeAsync("[]", context));
    }

    [Fact]
    public async Task A_version_that_was_removed_comes_again_with_other_files_while_a_run_is_on_the_old_ones()
    {
        await _installed.AddAsync(Build("1.0.0", "\"old\""));
        using var silo = Silo();
        using var context = new TestTaskContext();
        using var use = silo.Use("p.text")!;
        await _installed.RemoveAsync("p", null);
        Directory.Delete(Path.Combine(_folders.Root, "p"), recursive: true);

        await _installed.AddAsync(Build("1.0.0", "\"new\""));
        silo.Refresh();

        Assert.Equal("\"old\"", await use.Task.InvokeAsync("[]", context));
        Assert.Equal("\"new\"", await RunAsync(silo));
    }

    [Fact]
    public async Task A_disabled_plugin_stays_so_until_it_is_enabled()
    {
        await _installed.AddAsync(Build("1.0.0"));
        await _installed.DisableAsync("p");
        await _installed.AddAsync(Build("2.0.0"));
        Assert.True(_installed.Find("p").Choice.Disabled);

        await _installed.EnableAsync("p", null);

        Assert.Equal(PluginPin.None, _installed.Find("p").Choice);
    }

    [Fact]
    public async Task A_plugin_that_was_disabled_and_removed_is_none_that_is_disabled_when_it_comes_again()
    {
        await _installed.AddAsync(Build("1.0.0"));
        await _installed.DisableAsync("p");
        await _installed.RemoveAsync("p", null);
        Assert.False(Directory.Exists(Path.Combine(Root, "p")));

        await _installed.AddAsync(Build("2.0.0"));

        Assert.False(_installed.Find("p").Choice.Disabled);
    }

    [Fact]
    public async Task What_is_not_there_is_told_with_what_is()
    {
        await _installed.AddAsync(Build("1.0.0"));

        Assert.Equal("there is no plugin 'q'; those are p",
            (await Assert.ThrowsAsync<PluginRefusedException>(() => _installed.RemoveAsync("q", null))).Message);
        Assert.Equal("plugin 'p' has no version 7; those are 1.0.0",
            (await Assert.ThrowsAsync<PluginRefusedException>(() => _installed.EnableAsync("p", "7"))).Message);
    }

    private async Task RefusedAsync(string source, string reason)
    {
        Assert.Equal(reason, (await Assert.ThrowsAsync<PluginRefusedException>(() => _installed.AddAsync(source))).Message);
        Assert.Equal([".lock"], Directory.EnumerateFileSystemEntries(Root).Select(Path.GetFileName));
    }

    private string Used() => _installed.Find("p").Tried.First().Version;

    private async Task<string?> RunAsync()
    {
        using var silo = Silo();
        return await RunAsync(silo);
    }

    private static async Task<string?> RunAsync(PluginHost silo)
    {
        using var context = new TestTaskContext();
        using var use = silo.Use("p.text")!;
        return await use.Task.InvokeAsync("[]", context);
    }

    private PluginHost Silo()
    {
        var silo = new PluginHost(new ServiceCollection().BuildServiceProvider(),
            copies: new PluginCopies(Path.Combine(_data.FullName, "copies")));
        silo.Load([], Root);
        return silo;
    }

    private string Build(string version, string text = "\"p\"", string[]? libraries = null) => _folders.Add("p", version, $$"""
        [assembly: WorkerPlugin("p", typeof(P))]
        [assembly: System.Reflection.AssemblyInformationalVersion("{{version}}+abc")]
        public class P : IWorkerPlugin;
        public static class Tasks { [JobTask(Name = "p.text")] public static string Text() => {{text}}; }
        """, libraries ?? []);
}
