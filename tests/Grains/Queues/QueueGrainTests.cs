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

    [Theory]
    [InlineData("gwexample.analyses.tasks.noop"), InlineData("spec.gated")]
    public async Task A_job_of_greater_priority_is_the_next_whatever_its_task_and_however_long_the_backlog(string task)
    {
        var key = $"backlog of {task}";
        using var data = new TestFolder();
        await using var silo = await StartAsync("one", data.Path);
        silo.Plugins.Load(typeof(SpecTasks).Assembly);
        await using var client = new JobClient(silo.Grains);
        var backlog = await client.SubmitManyAsync([.. Enumerable.Range(0, 60).Select(i => JobClient.Request("spec.gated", $"{key} {i}"))]);
        await client.Job(backlog[0].Id).WatchAsync().FirstAsync(job => job.Status is JobStatus.Running).AsTask().WaitAsync(Patience, TimeProvider.System);

        var urgent = await client.SubmitAsync(JobClient.Request(task, task == "spec.gated" ? [$"{key} 0"] : []) with { Priority = 9 });
        SpecTasks.Open($"{key} 0");

        // All the others have to wait for their gates.
        Assert.Equal(JobStatus.Success, (await urgent.WaitAsync().WaitAsync(Patience, TimeProvider.System)).Status);
        await client.OrderAllAsync(JobOrder.Cancel, new JobQuery());
    }

    private static Task<SiloHost> StartAsync(string name, string data) =>
        SiloHost.StartAsync(new SiloOptions { Name = name, Data = data, Http = SiloOptions.NoHttp, Concurrency = 1, ShutdownGrace = TimeSpan.Zero });
}
