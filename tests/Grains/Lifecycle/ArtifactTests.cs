using System.Security.Cryptography;
using System.Text;
using Gristmill.Plugins;

namespace Gristmill.Lifecycle;

/// <summary>The specification of what is kept with a job, as its submitter sees it.</summary>
public sealed class ArtifactTests(SpecSilo silo)
{
    private const int MostBytes = 1 << 20;

    [Fact]
    public async Task A_file_that_was_uploaded_for_a_job_is_an_argument_as_a_local_path()
    {
        var request = JobClient.Request("spec.reads", JobClient.FileArgument("data.csv"));
        await UploadAsync(request.Id, "data.csv", "a,b");

        var job = await EndAsync(request);

        Assert.Equal("\"data.csv: a,b\"", job.Result);
        Assert.Equal(
            [JobStatus.Queued, JobStatus.Running, JobStatus.FetchingInput, JobStatus.Running, JobStatus.Success], job.History.Select(change => change.Status));
        Assert.Equal("""[{"$transform":"file","name":"data.csv"}]""", job.Arguments);
    }

    [Fact]
    public async Task Each_run_gets_a_file_as_it_was_uploaded_and_what_it_had_is_removed()
    {
        var request = JobClient.Request("spec.reads.later", JobClient.FileArgument("data")) with
        {
            Retry = new RetryPolicy { MaxAttempts = 2, FirstDelay = TimeSpan.Zero },
        };
        await UploadAsync(request.Id, "data", "text");

        var job = await EndAsync(request);

        Assert.Equal((JobStatus.Success, "\"text\""), (job.Status, job.Result));
        var path = job.History.Single(change => change.Error is not null).Error!.Message;
        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
        Assert.False(Directory.Exists(Path.GetDirectoryName(Path.GetDirectoryName(path))));
    }

    [Fact]
    public async Task A_result_is_kept_with_the_job_and_becomes_a_reference()
    {
        var job = await EndAsync(JobClient.Request("spec.echo",
            "text") with
        { ResultTransforms = """[{"$transform": "artifact", "name": "report.txt"}]""" });

        Assert.Equal($$"""{"job":"{{job.Id}}","name":"report.txt","bytes":4}""", job.Result);
        var kept = Assert.Single(await silo.Jobs.ArtifactsAsync(job.Id));
        Assert.Equal(("report.txt", 4, false, 1), (kept.Name, kept.Bytes, kept.Input, kept.Run));
        Assert.Equal("text", await TextAsync(job.Id, "report.txt"));
    }

    [Theory]
    [InlineData("spec.echo", "[{\"a\": [1, 2]}]", "", "{\"a\":[1,2]}")]
    [InlineData("spec.bytes", "[]", ", \"content\": \"Bytes\"", "\0\u0001\u00ff")]
    [InlineData("spec.writes", "[\"written\"]", ", \"content\": \"File\"", "written")]
    public async Task It_keeps_JSON_bytes_and_files(string task, string arguments, string content, string kept)
    {
        var job = await EndAsync(JobClient.Request(task) with
        {
            Arguments = arguments,
            ResultTransforms = $$"""[{"$transform": "artifact", "name": "out"{{content}}}]""",
        });

        Assert.Equal((JobStatus.Success, null), (job.Status, job.Error?.Message));
        Assert.Equal(kept, await TextAsync(job.Id, "out", Encoding.Latin1));
    }

    [Theory]
    [InlineData("\"/etc/passwd\"")]
    [InlineData("\"../../../jobs.db\"")]
    [InlineData("\"no-such-file\"")]
    [InlineData("\"\\u0000\"")]
    [InlineData("7")]
    public async Task A_result_that_is_no_file_of_the_run_is_not_kept_as_one(string result)
    {
        var job = await EndAsync(JobClient.Request("spec.echo") with
        {
            Arguments = $"[{result}]",
            ResultTransforms = """[{"$transform": "artifact", "name": "out", "content": "File"}]""",
        });

        Assert.Equal((JobStatus.Error, typeof(TaskFailedException).FullName), (job.Status, job.Error!.Type));
        Assert.Contains("expected the path of a file within the run's folder", job.Error.Message, StringComparison.Ordinal);
        Assert.Empty(await silo.Jobs.ArtifactsAsync(job.Id));
    }

    [Fact]
    public async Task A_task_keeps_what_it_likes_while_it_runs_and_the_last_of_a_name_counts()
    {
        var job = await EndAsync(JobClient.Request("spec.keeps", "log.txt", "second"));

        Assert.Equal($$"""{"job":"{{job.Id}}","name":"log.txt","bytes":6}""", job.Result);
        Assert.Equal("second", await TextAsync(job.Id, "log.txt"));
    }

    [Fact]
    public async Task A_file_of_any_size_goes_there_and_back_in_pieces()
    {
        var request = JobClient.Request("spec.add", 1, 2);
        var content = RandomNumberGenerator.GetBytes(3 * IArtifactGrain.PieceBytes + 1);

        await silo.Jobs.UploadAsync(request.Id, "big", new MemoryStream(content), TestContext.Current.CancellationToken);
        await silo.Jobs.UploadAsync(request.Id, "piece", new MemoryStream(content, 0, IArtifactGrain.PieceBytes),
            TestContext.Current.CancellationToken);
        await silo.Jobs.UploadAsync(request.Id, "empty", Stream.Null, TestContext.Current.CancellationToken);

        Assert.Equal([("big", content.Length), ("empty", 0), ("piece", IArtifactGrain.PieceBytes)],
            (await silo.Jobs.ArtifactsAsync(request.Id)).Select(kept => (kept.Name, (int)kept.Bytes)));
        Assert.Equal(content, await BytesAsync(request.Id, "big"));
        Assert.Equal(content[..IArtifactGrain.PieceBytes], await BytesAsync(request.Id, "piece"));
        Assert.Empty(await BytesAsync(request.Id, "empty"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a b")]
    [InlineData("ä")]
    public async Task A_name_that_could_be_a_path_is_refused(string name)
    {
        var upload = await Assert.ThrowsAsync<ArtifactRefusedException>(() => UploadAsync(Guid.CreateVersion7(), name, "x"));
        var job = await EndAsync(JobClient.Request("spec.keeps", name, "x"));

        Assert.Contains($"an artifact cannot be named '{name}'; a name has 1 to 128 letters", upload.Message,
            StringComparison.Ordinal);
        Assert.Equal((JobStatus.Error, upload.Message), (job.Status, job.Error!.Message));
    }

    [Fact]
    public async Task What_is_too_large_is_refused_and_nothing_of_it_is_kept()
    {
        var job = Guid.CreateVersion7();
        await UploadAsync(job, "full", new string('x', MostBytes));

        var larger = await Assert.ThrowsAsync<ArtifactRefusedException>(() =>
            UploadAsync(job, "larger", new string('x', MostBytes + 1)));
        var together = await Assert.ThrowsAsync<ArtifactRefusedException>(() =>
            UploadAsync(job, "together", new string('x', MostBytes / 2 + 1)));
        var ended = await EndAsync(JobClient.Request("spec.keeps.much", MostBytes + 1));

        Assert.Contains("is larger than 1,048,576 bytes", larger.Message, StringComparison.Ordinal);
        Assert.Equal("with 'together' the job's artifacts have 1,572,865 bytes; at most 1,572,864 are kept (JobArtifactBytes)",
            together.Message);
        Assert.Equal(["full"], (await silo.Jobs.ArtifactsAsync(job)).Select(one => one.Name));
        Assert.Equal((JobStatus.Error, "'much' is larger than 1,048,576 bytes; no more are kept in one artifact (ArtifactBytes)"),
            (ended.Status, ended.Error!.Message));
        Assert.Empty(await silo.Jobs.ArtifactsAsync(ended.Id));
    }

    [Fact]
    public async Task A_job_that_was_submitted_takes_no_more_files_and_keeps_those_it_has()
    {
        var request = JobClient.Request("spec.reads", JobClient.FileArgument("data"));
        await UploadAsync(request.Id, "data", "text");
        var job = await EndAsync(request);

        var late = await Assert.ThrowsAsync<ArtifactRefusedException>(() => UploadAsync(request.Id, "data", "other"));
        var over = await EndAsync(await WithInputAsync(JobClient.Request("spec.keeps", "data", "other")));

        Assert.Contains("has been submitted; its files are uploaded before", late.Message, StringComparison.Ordinal);
        Assert.Equal("text", await TextAsync(job.Id, "data"));
        Assert.Equal((JobStatus.Error, "artifact 'data' came with the job; keep yours under another name"),
            (over.Status, over.Error!.Message));
    }

    [Fact]
    public async Task An_unknown_artifact_is_refused_with_the_names_there_are()
    {
        var job = await EndAsync(JobClient.Request("spec.keeps", "log.txt", "x"));

        var unknown = await Assert.ThrowsAsync<UnknownArtifactException>(() => TextAsync(job.Id, "log"));

        Assert.Equal($"Job {job.Id} has no artifact 'log'; it has log.txt.", unknown.Message);
    }

    [Fact]
    public async Task What_is_kept_with_a_job_goes_with_it()
    {
        var job = await EndAsync(await WithInputAsync(JobClient.Request("spec.keeps", "log.txt", "x")));
        await EndAsync(JobClient.Request("spec.add", 1, 2)); // The newest job of all cannot be deleted.

        await silo.Jobs.DeleteAsync(job.Id);

        Assert.Empty(await silo.Jobs.ArtifactsAsync(job.Id));
    }

    private async Task<JobRequest> WithInputAsync(JobRequest request)
    {
        await UploadAsync(request.Id, "data", "text");
        return request;
    }

    private Task<ArtifactView> UploadAsync(Guid job, string name, string text) =>
        silo.Jobs.UploadAsync(job, name, new MemoryStream(Encoding.UTF8.GetBytes(text)), TestContext.Current.CancellationToken);

    private async Task<string> TextAsync(Guid job, string name, Encoding? encoding = null) =>
        (encoding ?? Encoding.UTF8).GetString(await BytesAsync(job, name));

    private async Task<byte[]> BytesAsync(Guid job, string name)
    {
        var content = new MemoryStream();
        await silo.Jobs.DownloadAsync(job, name, content, TestContext.Current.CancellationToken);
        return content.ToArray();
    }

    private async Task<JobView> EndAsync(JobRequest request)
    {
        var handle = await silo.Jobs.SubmitAsync(request);
        await handle.WaitAsync(TestContext.Current.CancellationToken);
        return await handle.GetAsync();
    }
}
