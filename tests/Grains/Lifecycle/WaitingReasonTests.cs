using Gristmill.Grains;

namespace Gristmill.Lifecycle;

/// <summary>What a job that waits says of why it does.</summary>
public sealed class WaitingReasonTests() : OwnSiloTests(new SiloOptions { Name = "mill" })
{
    [Fact]
    public async Task A_queue_that_no_silo_serves_is_named()
    {
        var job = await Jobs.SubmitAsync(JobClient.Request("spec.add", 1, 2) with { Queue = "elsewhere" });

        Assert.Equal("No silo serves the queue elsewhere; the job waits until one does.", (await job.GetAsync()).Notice);
    }

    [Fact]
    public async Task A_paused_queue_is_named_with_who_paused_it_and_why_until_it_is_resumed()
    {
        await Jobs.PauseQueueAsync("default", "the disk is full", "ada");
        var job = await Jobs.SubmitAsync(JobClient.Request("spec.add", 1, 2));

        Assert.Equal("The queue default is paused by ada (the disk is full); the job waits until it is resumed.",
            (await job.GetAsync()).Notice);

        await Jobs.ResumeQueueAsync("default");
        Assert.Null((await job.WaitAsync(TestContext.Current.CancellationToken)).Notice);
        Assert.Null((await job.GetAsync()).Notice);
    }

    [Fact]
    public async Task Silos_that_take_no_jobs_are_named()
    {
        await Jobs.CordonAsync("mill");
        var job = await Jobs.SubmitAsync(JobClient.Request("spec.add", 1, 2));

        Assert.Equal("No silo that serves the queue default takes jobs now: mill is Cordoned.", (await job.GetAsync()).Notice);
    }
}
