using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace Gristmill.Lifecycle;

/// <summary>
/// Grains that lose their memory, on two silos of which only the second has the tasks of <see cref="SpecPlugin"/>.
/// </summary>
public sealed class LostGrainTests : IAsyncLifetime
{
    private const string Queue = "default";

    private TestSilos _silos = null!;

    private InProcessSiloHandle One => _silos.Silos[0];

    private InProcessSiloHandle Two => _silos.Silos[1];

    public async ValueTask InitializeAsync()
    {
        _silos = await TestSilos.StartAsync(slots: 2);
        await TestSilos.LoadSpecAsync(await _silos.AddAsync());
    }

    public ValueTask DisposeAsync() => _silos.DisposeAsync();

    [Fact]
    public async Task A_queue_learns_again_from_the_store_and_the_pools_what_waits_and_who_has_room()
    {
        var jobs = await SubmitAsync(20, "lost queue");
        await _silos.EndAsync(grains => grains.GetGrain<IQueueGrain>(Queue));
        jobs = [.. jobs, .. await SubmitAsync(20, "lost queue")];
        await _silos.MoveAsync(grains => grains.GetGrain<IQueueGrain>(Queue), One);
        SpecTasks.Open("lost queue");

        var ended = await Task.WhenAll(jobs.Select(job => job.WaitAsync(TestContext.Current.CancellationToken)));

        Assert.All(ended, job => Assert.Equal((JobStatus.Success, 1, Two.Name), (job.Status, job.Attempt, job.Silo)));
    }

    [Fact]
    public async Task A_job_is_not_refused_because_the_registry_has_not_heard_of_its_task_again_yet()
    {
        await using var jobs = new JobClient(One.ServiceProvider.GetRequiredService<IGrainFactory>());
        Assert.Equal(3, await jobs.RunAsync<int>("spec.add", 1, 2));

        foreach (var silo in new[] { One, Two, One })
        {
            await _silos.MoveAsync(grains => grains.GetGrain<IPluginRegistryGrain>(IPluginRegistryGrain.Key), silo);
            await TestSilos.TellAndLearnAsync(One);
            Assert.Equal(3, await jobs.RunAsync<int>("spec.add", 1, 2));
        }
    }

    private async Task<JobHandle[]> SubmitAsync(int count, string key) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => _silos.Jobs.SubmitAsync("spec.gated", key)));
}
