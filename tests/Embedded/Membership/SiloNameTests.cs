using Microsoft.Extensions.Hosting;

namespace Gristmill.Embedded.Tests.Membership;

public sealed class SiloNameTests
{
    [Fact]
    public async Task A_silo_does_not_start_under_the_name_of_a_live_one()
    {
        await using var cluster = await Clusters.Start();
        using var second = NewSilo(cluster.DataFolder, cluster.Silos[0].Name);

        var error = await Assert.ThrowsAsync<SiloNameTakenException>(() => second.StartAsync());

        Assert.Equal("silo-0", error.SiloName);
        Assert.Equal("still here", await cluster.Client.GetGrain<IProbeGrain>("a").Echo("still here"));
    }

    [Fact]
    public async Task A_name_is_free_again_when_its_silo_died_and_the_new_life_is_another()
    {
        await using var cluster = await Clusters.Start(silos: 2);
        var (watching, dying) = (cluster.Silos[0], cluster.Silos[1]);
        var oldLife = dying.SiloAddress;
        var oracle = watching.ServiceProvider.Get<ISiloStatusOracle>();
        var listener = Listener.At(watching.Node(), oldLife);

        await cluster.KillSiloAsync(dying);
        using var second = NewSilo(cluster.DataFolder, oldLife.Name);
        await second.StartAsync();

        var newLife = second.Services.Get<ILocalSiloDetails>().SiloAddress;
        Assert.True(newLife.Generation > oldLife.Generation);
        await listener.Became(SiloStatus.Dead);
        Assert.True(oracle.IsDeadSilo(oldLife));
        Assert.Equal(SiloStatus.Active, oracle.GetApproximateSiloStatus(newLife));
        listener = Listener.At(watching.Node(), newLife);
        await second.StopAsync();
        await listener.Became(SiloStatus.Dead);
        Assert.True(oracle.IsDeadSilo(newLife));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("ä")]
    public async Task A_name_that_cannot_be_a_file_name_is_refused(string name)
    {
        var folder = Directory.CreateTempSubdirectory("gristmill-");
        using var silo = NewSilo(folder.FullName, name);

        await Assert.ThrowsAsync<ArgumentException>(() => silo.StartAsync());
        folder.Delete(recursive: true);
    }

    internal static IHost NewSilo(string folder, string name)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseEmbeddedSilo(options => (options.DataFolder, options.SiloName) = (folder, name));
        return builder.Build();
    }
}
