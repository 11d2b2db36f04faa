using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Hosting;

namespace Gristmill.Embedded.Tests.Membership;

public sealed class DataFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gristmill-").FullName;

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_refused()
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "");
        using var silo = SiloNameTests.NewSilo(Path.Combine(_folder, "file", "data"), "a");

        var error = await Assert.ThrowsAsync<DataFolderException>(() => silo.StartAsync());

        Assert.Contains(Path.Combine(_folder, "file", "data"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    [SuppressMessage("Interoperability", "CA1416", Justification = "Skipped on Windows.")]
    public async Task A_socket_folder_that_others_may_enter_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        Directory.CreateDirectory(Path.Combine(_folder, "run"));
        File.SetUnixFileMode(Path.Combine(_folder, "run"), (UnixFileMode)0b111_101_101);
        using var silo = SiloNameTests.NewSilo(_folder, "a");

        await Assert.ThrowsAsync<DataFolderException>(() => silo.StartAsync());
    }

    [Fact]
    public async Task A_client_without_a_silo_fails_at_once()
    {
        foreach (var folder in new[] { _folder, Path.Combine(_folder, "missing") })
        {
            using var client = NewClient(folder);

            await Assert.ThrowsAsync<SiloUnavailableException>(() => client.StartAsync().Soon());

            Assert.False(Directory.Exists(Path.Combine(_folder, "missing")));
        }
    }

    [Fact]
    public async Task A_client_of_a_dead_silo_fails_at_once()
    {
        var cluster = await Clusters.Start(folder: _folder);
        await cluster.KillSiloAsync(cluster.Silos[0]);
        using var client = NewClient(_folder);

        await Assert.ThrowsAsync<SiloUnavailableException>(() => client.StartAsync().Soon());

        await cluster.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_is_left_but_the_guard_and_the_last_generation_after_a_stop()
    {
        var cluster = await Clusters.Start(silos: 2, folder: _folder);
        await cluster.Client.GetGrain<IProbeGrain>("a").Echo("");

        await cluster.DisposeAsync();

        Assert.Equal(["generation", "guard"], FilesIn(_folder));
    }

    [Fact]
    public async Task What_a_dead_silo_left_is_removed_by_later_ones()
    {
        var cluster = await Clusters.Start(silos: 2, folder: _folder);
        await cluster.KillSiloAsync(cluster.Silos[1]);
        await cluster.DisposeAsync();
        Assert.Contains(FilesIn(_folder), f => f!.EndsWith(".sock", StringComparison.Ordinal));

        using var next = SiloNameTests.NewSilo(_folder, "silo-1");
        await next.StartAsync();
        await next.StopAsync();

        Assert.Equal(["generation", "guard"], FilesIn(_folder));
    }

    [Fact]
    public async Task A_folder_with_a_long_path_has_its_sockets_elsewhere()
    {
        var deep = Path.Combine(_folder, new string('d', 100));
        var cluster = await Clusters.Start(folder: deep);

        Assert.Equal("hello", await cluster.Client.GetGrain<IProbeGrain>("a").Echo("hello"));

        Assert.False(Directory.Exists(Path.Combine(deep, "run")));
        await cluster.DisposeAsync();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static IEnumerable<string?> FilesIn(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private static IHost NewClient(string folder)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseEmbeddedClient(options => options.DataFolder = folder);
        return builder.Build();
    }
}
