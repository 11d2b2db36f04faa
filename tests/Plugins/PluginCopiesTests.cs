using Gristmill.Execution.Discovery;
using Gristmill.Execution.Loading;

namespace Gristmill.Plugins.Tests;

/// <summary>What silos load is a copy, named by its content. Each object here is another silo of the data folder.</summary>
public sealed class PluginCopiesTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("copies-");

    private string Root => Path.Combine(_data.FullName, "copies");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public void A_copy_has_all_that_the_plugin_has_and_stays_when_that_goes()
    {
        var plugin = Plugin("p", ("p.dll", "code"), ("de/p.resources.dll", "Wörter"), ("tools/run", "#!/bin/sh"));
        var program = Path.Combine(plugin.Path, "tools", "run");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var (copy, hold) = new PluginCopies(Root).Take(plugin);
        using (hold)
        {
            Directory.Delete(plugin.Path, recursive: true);

            Assert.Equal(plugin with { Path = copy.Path }, copy);
            Assert.Equal("code", File.ReadAllText(Path.Combine(copy.Path, "p.dll")));
            Assert.Equal("Wörter", File.ReadAllText(Path.Combine(copy.Path, "de", "p.resources.dll")));
            Assert.True(OperatingSystem.IsWindows()
                || File.GetUnixFileMode(Path.Combine(copy.Path, "tools", "run")).HasFlag(UnixFileMode.UserExecute));
        }
    }

    [Fact]
    public void Of_one_content_there_is_one_copy_and_of_another_another()
    {
        using var one = new PluginCopies(Root).Take(Plugin("one", ("a", "1"))).Hold;
        using var same = new PluginCopies(Root).Take(Plugin("same", ("a", "1"))).Hold;
        Assert.Single(Copies());

        using var content = new PluginCopies(Root).Take(Plugin("content", ("a", "2"))).Hold;
        using var name = new PluginCopies(Root).Take(Plugin("name", ("b", "1"))).Hold;
        Assert.Equal(3, Copies().Length);
    }

    [Fact]
    public void A_copy_goes_when_the_last_silo_has_let_it_go()
    {
        var plugin = Plugin("p", ("a", "1"));
        var one = new PluginCopies(Root).Take(plugin).Hold;
        var two = new PluginCopies(Root).Take(plugin).Hold;

        one.Dispose();
        new PluginCopies(Root).Sweep();
        Assert.Single(Copies());
        two.Dispose();
        new PluginCopies(Root).Sweep();

        Assert.Empty(Copies());
    }

    [Fact]
    public void What_a_silo_that_died_left_half_made_goes()
    {
        var half = Directory.CreateDirectory(Path.Combine(Root, ".draft-x", "content"));

        new PluginCopies(Root).Sweep();

        Assert.False(half.Exists && Directory.Exists(half.FullName));
    }

    [Fact]
    public void Silos_that_load_and_sweep_at_the_same_time_all_get_their_copies()
    {
        var plugins = Enumerable.Range(0, 3).Select(i => Plugin($"p{i}", ("a", $"{i}"))).ToArray();

        Parallel.For(0, 300, new ParallelOptions { MaxDegreeOfParallelism = 6 }, i =>
        {
            if (i % 3 == 0)
                new PluginCopies(Root).Sweep();
            var (copy, hold) = new PluginCopies(Root).Take(plugins[i % plugins.Length]);
            using (hold)
                Assert.Equal($"{i % plugins.Length}", File.ReadAllText(Path.Combine(copy.Path, "a")));
        });

        new PluginCopies(Root).Sweep();
        Assert.Empty(Copies());
    }

    private string[] Copies() => Directory.GetDirectories(Root);

    private PluginFolder Plugin(string name, params (string Name, string Text)[] files)
    {
        var folder = Path.Combine(_data.FullName, name);
        foreach (var file in files)
        {
            var path = Path.Combine(folder, file.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file.Text);
        }
        return new PluginFolder(name, "1.0", folder);
    }
}
