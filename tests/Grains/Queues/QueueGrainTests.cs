using Gristmill.Hosting;
using Gristmill.Lifecycle;
using Gristmill.Silo;

namespace Gristmill.Queues;

/// <summary>A queue of several pools and tasks.</summary>
public sealed class QueueGrainTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Jobs_that_no_pool_has_room_for_keep_no_others_from_theirs_however_many_they_are()
    {
        using var data = new TestFolder();
        await using var one = await StartAsync("one", data.Path);
        one.Plugins.Load(typeof(SpecTasks).Assembly);
        await using var client = new JobClient(one.Grains);
        await client.SubmitManyAsync([.. Enumerable.Range(0, 5_000).Select(_ => JobClient.Request("spec.gated", "never"))]);

        await using var two = await StartAsync("two", data.Path);

        Assert.Equal(55, await client.RunAsync<int>("gwexample.analyses.tasks.fibonacci", 10).WaitAsync(Patience, TimeProvider.System));
    }

    private static Task<SiloHost> StartAsync(string name, string data) =>
        SiloHost.StartAsync(new SiloOptions { Name = name, Data = data, Http = SiloOptions.NoHttp, Concurrency = 1, ShutdownGrace = TimeSpan.Zero });
}
