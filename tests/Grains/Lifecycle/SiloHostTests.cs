using Gristmill.Grains;
using Gristmill.Hosting;
using Microsoft.Extensions.Configuration;

namespace Gristmill.Lifecycle;

/// <summary>What a silo leaves alone.</summary>
public sealed class SiloHostTests
{
    [Fact]
    public async Task It_watches_nothing_in_its_working_folder()
    {
        using var data = new TestFolder();
        FileConfigurationSource[] files = [];

        await using var silo = await SiloHost.StartAsync(
            new SiloOptions { Name = "quiet", Data = data.Path, Http = SiloOptions.NoHttp, ShutdownGrace = TimeSpan.Zero },
            builder => files = [.. builder.Configuration.Sources.OfType<FileConfigurationSource>()]);

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.False(file.ReloadOnChange));
    }
}
