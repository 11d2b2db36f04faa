using Gristmill.Grains;
using Gristmill.Hosting;
using Gristmill.Lifecycle;

namespace Gristmill.History;

/// <summary>The history as silos keep it by themselves.</summary>
public sealed class HistoryServiceTests
{
    [Fact]
    public async Task What_was_done_before_all_silos_stopped_is_still_known()
    {
        using var data = new TestFolder();
        await RunAsync(data.Path, jobs: 3);
        await RunAsync(data.Path, jobs: 2);

        await using var silo = await StartAsync(data.Path);
        await using var client = new JobClient(silo.Grains);

        foreach (var step in Enum.GetValues<HistoryStep>())
        {
            var history = await client.HistoryAsync(step);
            Assert.Equal((5, 5), (history.Sum(each => each.Submitted), history.Sum(each => each.Succeeded)));
            Assert.Equal(5, history.Sum(each => each.Latencies.Sum()));
            Assert.All(history, each => Assert.Equal(step.Begin(each.At), each.At));
        }
    }

    private static async Task RunAsync(string data, int jobs)
    {
        await using var silo = await StartAsync(data);
        await using var client = new JobClient(silo.Grains);
        for (var i = 0; i < jobs; i++)
            await client.RunAsync<int>("spec.add", i, 1);
    }

    private static async Task<SiloHost> StartAsync(string data)
    {
        var silo = await SiloHost.StartAsync(new SiloOptions
        {
            Name = "history",
            Data = data,
            Http = SiloOptions.NoHttp,
            ShutdownGrace = TimeSpan.Zero
        });
        silo.Plugins.Load(typeof(SpecTasks).Assembly);
        return silo;
    }
}
