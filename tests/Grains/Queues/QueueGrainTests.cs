using Gristmill.Lifecycle;

namespace Gristmill.Queues;

/// <summary>A queue of several pools and tasks.</summary>
public sealed class QueueGrainTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private TestSilos _silos = null!;

    public async ValueTask InitializeAsync()
    {
        _silos = await TestSilos.StartAsync(slots: 1);
        await TestSilos.LoadSpecAsync(_silos.Silos[0]);
    }

    public ValueTask DisposeAsync() => _silos.DisposeAsync();

    [Fact]
    public async Task Jobs_that_no_pool_has_room_for_keep_no_others_from_theirs_however_many_they_are()
    {
        await _silos.Jobs.SubmitManyAsync([.. Enumerable.Range(0, 5_000).Select(_ => JobClient.Request("spec.gated", "never"))]);

        await _silos.AddAsync();

        Assert.Equal(55,
            await _silos.Jobs.RunAsync<int>("gwexample.analyses.tasks.fibonacci", 10).WaitAsync(Patience, TimeProvider.System));
    }

    [Theory]
    [InlineData("gwexample.analyses.tasks.noop"), InlineData("spec.gated")]
    public async Task A_job_of_greater_priority_is_the_next_whatever_its_task_and_however_long_the_backlog(string task)
    {
        var key = $"backlog of {task}";
        var backlog =
            await _silos.Jobs.SubmitManyAsync([.. Enumerable.Range(0, 60)
            .Select(i => JobClient.Request("spec.gated", $"{key} {i}"))]);
        await _silos.Jobs.Job(backlog[0].Id).WatchAsync().FirstAsync(job => job.Status is JobStatus.Running).AsTask()
            .WaitAsync(Patience, TimeProvider.System);

        var urgent =
            await _silos.Jobs.SubmitAsync(JobClient.Request(task, task == "spec.gated" ? [$"{key} 0"]
            : []) with
            { Priority = 9 });
        SpecTasks.Open($"{key} 0");

        // All the others have to wait for their gates.
        Assert.Equal(JobStatus.Success, (await urgent.WaitAsync().WaitAsync(Patience, TimeProvider.System)).Status);
        await _silos.Jobs.OrderAllAsync(BulkAction.Cancel, new JobQuery());
    }
}
