namespace Gristmill.Cluster;

/// <summary>Files that come with a job and go with it, whatever becomes of silos.</summary>
public sealed class ArtifactTests
{
    [Fact]
    public async Task A_file_comes_with_its_job_to_a_second_silo_when_the_first_is_killed_and_the_result_is_kept()
    {
        await using var cluster = await TestCluster.StartAsync("one", "two");
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(cluster.Data, "mine")).FullName, "poem.txt");
        await File.WriteAllTextAsync(file, "the rose is a rose is the rose", TestContext.Current.CancellationToken);
        var (exit, id, errors) = await cluster.ConsoleAsync(
            "submit", "gwexample.analyses.files.countwords", "--arg", $"file=@{file}", "--arg", "pause=200");
        Assert.Equal((0, ""), (exit, errors));
        File.Delete(file);
        var job = cluster.Jobs.Job(Guid.Parse(id));
        var first = await CountingAsync(job);

        cluster.Silo(first.Silo!).Signal(PosixSignals.Kill);

        var ended = await job.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((JobStatus.Success, 2, $$"""{"job":"{{id}}","name":"words.csv","bytes":33}"""),
            (ended.Status, ended.Attempt, ended.Result));
        Assert.NotEqual(first.Silo, ended.Silo);
        Assert.Equal(
            [JobStatus.Queued, JobStatus.Running, JobStatus.FetchingInput, JobStatus.Running, JobStatus.Queued,
                JobStatus.Running, JobStatus.FetchingInput, JobStatus.Running, JobStatus.PushingOutput, JobStatus.Success],
            (await job.GetAsync()).History.Select(change => change.Status));

        var (_, list, _) = await cluster.ConsoleAsync("artifacts", id);
        Assert.Equal(["poem.txt", "words.csv"], list.Split('\n').Skip(1).Select(line => line.Split(' ')[0]));
        Assert.Equal("word,count\na,1\nis,2\nrose,3\nthe,2", (await cluster.ConsoleAsync("artifacts", id, "words.csv")).Output);
        var copy = Path.Combine(cluster.Data, "mine", "copy");
        Assert.Equal(0, (await cluster.ConsoleAsync("artifacts", id, "poem.txt", "--save", copy)).Exit);
        Assert.Equal("the rose is a rose is the rose", await File.ReadAllTextAsync(copy, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_plugins_own_transform_stands_for_the_lines_of_a_file()
    {
        await using var cluster = await TestCluster.HostAsync("one");
        var request =
            JobClient.Request("gwexample.analyses.files.join") with
            {
                Arguments =
            """{"texts": {"$transform": "lines", "name": "lines.txt", "most": 2}}"""
            };
        await cluster.Jobs.UploadAsync(request.Id, "lines.txt", new MemoryStream("one\r\ntwo\nthree\n"u8.ToArray()),
            TestContext.Current.CancellationToken);

        var job = await (await cluster.Jobs.SubmitAsync(request)).WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("\"one two\"", job.Result);
        Assert.Equal(["0.txt", "1.txt", "lines.txt"], (await cluster.Jobs.ArtifactsAsync(job.Id)).Select(kept => kept.Name));
        var (_, task, _) = await cluster.ConsoleAsync("tasks", "gwexample.analyses.files.join");
        Assert.Contains("lines", task, StringComparison.Ordinal);
    }

    private static async Task<JobView> CountingAsync(JobHandle job)
    {
        await foreach (var view in job.WatchAsync(TestContext.Current.CancellationToken))
            if (view.Progress?.Message == "counting")
                return view;
        throw new InvalidOperationException("the job ended without counting");
    }
}
