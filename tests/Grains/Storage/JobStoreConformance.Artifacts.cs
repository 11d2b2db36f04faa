using Gristmill.Jobs;

namespace Gristmill.Storage;

public abstract partial class JobStoreConformance
{
    private static readonly ArtifactLimits Enough = new(1_000, 1_000);

    private ArtifactRow Input(Guid job, string name = "in", long bytes = 1) =>
        new(job, name, Guid.CreateVersion7(), bytes, Run: 0, Clock.GetUtcNow());

    private ArtifactRow Output(JobRow job, string name = "out", long bytes = 1) =>
        new(job.Id, name, Guid.CreateVersion7(), bytes, job.Run, Clock.GetUtcNow());

    [Fact]
    public async Task An_artifact_is_kept_as_it_is_for_every_store_and_listed_by_name()
    {
        var job = await RunningAsync();
        var (second, first) = (Output(job, "b", 10), Output(job, "a", 20));

        Assert.Equal((null, null), await Store.KeepArtifactAsync(second, job.Owner, Enough));
        Assert.Equal((null, null), await Store.KeepArtifactAsync(first, job.Owner, Enough));

        Assert.Equal([first, second], await (await OpenAsync()).ArtifactsAsync(job.Id));
        Assert.Empty(await Store.ArtifactsAsync(Guid.CreateVersion7()));
    }

    [Fact]
    public async Task An_artifact_takes_the_place_of_its_name_and_the_same_content_again_changes_nothing()
    {
        var job = Guid.CreateVersion7();
        var (old, next) = (Input(job), Input(job));
        await Store.KeepArtifactAsync(old, null, Enough);

        Assert.Equal((old.Content, null), await Store.KeepArtifactAsync(next, null, Enough));
        Assert.Equal((null, null), await Store.KeepArtifactAsync(next, null, Enough));
        Assert.Contains("is artifact 'in' already",
            (await Store.KeepArtifactAsync(next with { Name = "other" }, null, Enough)).Refusal, StringComparison.Ordinal);

        Assert.Equal([next], await Store.ArtifactsAsync(job));
    }

    [Fact]
    public async Task Only_the_jobs_own_run_keeps_artifacts_and_only_while_it_lasts()
    {
        var job = await RunningAsync();
        var row = Output(job);

        foreach (var (stale, owner) in new[] { (row, "other@b2"), (row with { Run = 2 }, job.Owner),
            (row with { Job = Guid.CreateVersion7() }, job.Owner) })
            Assert.Contains("is not the job's run any more", (await Store.KeepArtifactAsync(stale, owner, Enough)).Refusal,
                StringComparison.Ordinal);
        await Store.ExecuteAsync(new CancelJob(job.Id, null));
        Assert.Equal((null, null), await Store.KeepArtifactAsync(row, job.Owner, Enough));
        await Store.ExecuteAsync(new FinishJob(job.Id, job.Owner!, job.Run, new RunOutcome.Stopped(), null));
        Assert.NotNull((await Store.KeepArtifactAsync(Output(job), job.Owner, Enough)).Refusal);

        Assert.Equal([row], await Store.ArtifactsAsync(job.Id));
    }

    [Fact]
    public async Task A_job_that_was_submitted_takes_no_inputs_and_a_run_replaces_none()
    {
        var row = TestJobs.New();
        var input = Input(row.Id);
        await Store.KeepArtifactAsync(input, null, Enough);
        await SubmitAsync(row);
        var job = (await Store.ExecuteAsync(new ClaimJob(row.Id, TestJobs.Owner, TestJobs.Silo))).Row!;

        Assert.Contains("has been submitted", (await Store.KeepArtifactAsync(Input(row.Id, "late"), null, Enough)).Refusal,
            StringComparison.Ordinal);
        Assert.Contains("came with the job", (await Store.KeepArtifactAsync(Output(job, "in"), job.Owner, Enough)).Refusal,
            StringComparison.Ordinal);

        Assert.Equal([input], await Store.ArtifactsAsync(row.Id));
    }

    [Fact]
    public async Task What_a_job_keeps_is_limited_in_each_in_all_and_in_number()
    {
        var job = Guid.CreateVersion7();
        var limits = new ArtifactLimits(10, 15);

        Assert.Contains("larger than 10 bytes", (await Store.KeepArtifactAsync(Input(job, bytes: 11), null, limits)).Refusal,
            StringComparison.Ordinal);
        await Store.KeepArtifactAsync(Input(job, "a", 10), null, limits);
        Assert.Contains("have 16 bytes; at most 15", (await Store.KeepArtifactAsync(Input(job, "b", 6), null, limits)).Refusal,
            StringComparison.Ordinal);
        Assert.Null((await Store.KeepArtifactAsync(Input(job, "a", 9), null, limits)).Refusal);
        Assert.Null((await Store.KeepArtifactAsync(Input(job, "b", 6), null, limits)).Refusal);

        for (var i = 2; i < Limits.Artifacts; i++)
            Assert.Null((await Store.KeepArtifactAsync(Input(job, $"n{i}", 0), null, limits)).Refusal);
        Assert.Contains("has 1,000 artifacts", (await Store.KeepArtifactAsync(Input(job, "more", 0), null, limits)).Refusal,
            StringComparison.Ordinal);
        Assert.Null((await Store.KeepArtifactAsync(Input(job, "n2", 0), null, limits)).Refusal);
    }

    [Fact]
    public async Task Artifacts_are_removed_for_any_job_or_for_those_that_never_came()
    {
        var (job, lost) = (await RunningAsync(), Guid.CreateVersion7());
        await Store.KeepArtifactAsync(Output(job), job.Owner, Enough);
        await Store.KeepArtifactAsync(Input(lost), null, Enough);

        Assert.Equal([lost], await Store.RemoveArtifactsAsync([job.Id, lost], onlyWithoutJob: true));
        Assert.Single(await Store.ArtifactsAsync(job.Id));
        Assert.Empty(await Store.ArtifactsAsync(lost));

        Assert.Equal([job.Id], await Store.RemoveArtifactsAsync([job.Id], onlyWithoutJob: false));
        Assert.Empty(await Store.ArtifactsAsync(job.Id));
    }
}
