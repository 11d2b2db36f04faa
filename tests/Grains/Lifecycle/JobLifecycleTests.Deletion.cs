namespace Gristmill.Lifecycle;

public sealed partial class JobLifecycleTests
{
    [Fact]
    public async Task An_ended_job_is_deleted_by_hand_and_no_other()
    {
        var ended = await EndAsync(JobClient.Request("spec.says"));
        var key = $"{ended.Id}";
        var running = await GatedAsync(key);

        Assert.Equal(JobStatus.Success, (await silo.Jobs.DeleteAsync(ended.Id)).Status);

        await Assert.ThrowsAsync<UnknownJobException>(silo.Jobs.Job(ended.Id).GetAsync);
        await Assert.ThrowsAsync<UnknownJobException>(() => silo.Jobs.DeleteAsync(ended.Id));
        Assert.Empty(await silo.Jobs.Job(ended.Id).LogAsync());
        var refused = await Assert.ThrowsAsync<JobRefusedException>(() => silo.Jobs.DeleteAsync(running.Id));
        Assert.Equal(["the job is Running; only a job that has ended can be deleted"], refused.Problems);
        SpecTasks.Open(key);
        Assert.Equal(JobStatus.Success, (await running.WaitAsync(TestContext.Current.CancellationToken)).Status);
    }

    [Fact]
    public async Task A_parent_is_kept_while_a_child_has_not_ended()
    {
        var parent = await EndAsync(JobClient.Request("spec.add", 1, 2));
        var child = await silo.Jobs.SubmitAsync(JobClient.Request("spec.add", 1, 2) with
        {
            Parent = parent.Id,
            Delay = TimeSpan.FromHours(1)
        });

        var refused = await Assert.ThrowsAsync<JobRefusedException>(() => silo.Jobs.DeleteAsync(parent.Id));
        Assert.Equal(["1 of the jobs that it has submitted have not ended; a job is kept until they have"], refused.Problems);

        await child.CancelAsync();
        await silo.Jobs.DeleteAsync(parent.Id);
    }
}
