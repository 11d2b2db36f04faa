using Gristmill.Client.Tests.Fakes;

namespace Gristmill.Client.Tests.Commands;

public sealed class ArtifactsCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gristmill-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task It_lists_what_is_kept_with_a_job()
    {
        var cluster = Keeping();

        Assert.Equal(
            """
            NAME      BYTES  KEPT BY  CREATED
            data.csv  3      input    2026-03-01 14:05:09.123Z
            out.bin   4      run 2    2026-03-01 14:05:09.123Z

            """,
            (await TestConsole.RunAsync(cluster, "artifacts", $"{Samples.Id}")).Output);
        Assert.StartsWith(
            """{"name":"data.csv","bytes":3,"input":true,"run":0,"created":"2026-03-01T""",
            (await TestConsole.RunAsync(cluster, "artifacts", $"{Samples.Id}", "-o", "json")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_without_any_says_so_and_an_unknown_job_is_refused()
    {
        var cluster = new FakeCluster();
        cluster.Add(Samples.Job());

        Assert.Equal((0, "", "gristmill: nothing is kept with the job\n"),
            await TestConsole.RunAsync(cluster, "artifacts", $"{Samples.Id}"));
        Assert.Equal(2, (await TestConsole.RunAsync(new FakeCluster(), "artifacts", $"{Samples.Id}")).Exit);
    }

    [Fact]
    public async Task It_copies_one_to_the_output_byte_for_byte()
    {
        using var console = new TestConsole(Keeping());

        Assert.Equal(0, await console.RunAsync("artifacts", $"{Samples.Id}", "out.bin"));

        Assert.Equal([0, 255, 10, 13], console.OutBytes.ToArray());
        Assert.Equal("", console.Output);
    }

    [Fact]
    public async Task It_copies_one_to_a_file_over_what_was_there()
    {
        var file = Path.Combine(_folder.FullName, "copy");
        await File.WriteAllTextAsync(file, "something longer", TestContext.Current.CancellationToken);

        Assert.Equal((0, "", ""), await TestConsole.RunAsync(Keeping(), "artifacts", $"{Samples.Id}", "out.bin", "--save", file));

        Assert.Equal([0, 255, 10, 13], await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public async Task What_is_not_kept_is_refused_with_the_names_there_are_and_leaves_what_was_there()
    {
        var file = Path.Combine(_folder.FullName, "copy");
        await File.WriteAllTextAsync(file, "old", TestContext.Current.CancellationToken);

        var (exit, _, errors) = await TestConsole.RunAsync(Keeping(), "artifacts", $"{Samples.Id}", "out", "--save", file);

        Assert.Equal((2, $"gristmill: Job {Samples.Id} has no artifact 'out'; it has data.csv, out.bin.\n"), (exit, errors));
        Assert.Equal("old", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Single(_folder.GetFiles());
    }

    [Theory]
    [InlineData("--save", "/no/such/folder/file")]
    [InlineData("-o", "json")]
    public async Task A_copy_that_can_go_nowhere_is_refused(params string[] where) =>
        Assert.Equal(2, (await TestConsole.RunAsync(Keeping(), ["artifacts", $"{Samples.Id}", "out.bin", .. where])).Exit);

    [Fact]
    public async Task Bytes_do_not_go_to_a_terminal()
    {
        using var console = new TestConsole(Keeping(), isTerminal: true);

        Assert.Equal(2, await console.RunAsync("artifacts", $"{Samples.Id}", "out.bin"));
        Assert.Contains("give --save FILE", console.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_an_argument_is_uploaded_before_the_job_is_submitted()
    {
        var cluster = new FakeCluster();
        var (one, other) = (Write("my data (1).csv", "a,b"), Write("sub/my data (1).csv", "c,d"));

        var (exit, _, errors) =
            await TestConsole.RunAsync(cluster, "submit", "task", "--arg", $"data=@{one}", "--arg", $"more=@{other}", "--arg",
            "who=\"@ada\"", "--arg", "mail=a@b");

        Assert.Equal((0, ""), (exit, errors));
        var job = Assert.Single(cluster.Submitted);
        Assert.Equal(
            """{"data":{"$transform":"file","name":"my_data__1_.csv"},"more":{"$transform":"file","name":"2-my_data__1_.csv"},"who":"@ada","mail":"a@b"}""", job.Arguments);
        Assert.Equal("a,b"u8.ToArray(), cluster.Kept(job.Id, "my_data__1_.csv"));
        Assert.Equal("c,d"u8.ToArray(), cluster.Kept(job.Id, "2-my_data__1_.csv"));
    }

    [Theory]
    [InlineData("data=@/no/such/file", "--arg data: the file '/no/such/file' cannot be read: ")]
    [InlineData("data=@", "--arg data: the file '' cannot be read: ")]
    public async Task A_file_that_cannot_be_read_is_refused_before_anything_is_asked_of_the_cluster(string argument, string says)
    {
        var cluster = new FakeCluster();

        var (exit, _, errors) = await TestConsole.RunAsync(cluster, "run", "task", "--arg", argument);

        Assert.Equal(2, exit);
        Assert.Contains(says, errors, StringComparison.Ordinal);
        Assert.Empty(cluster.Connected);
    }

    [Fact]
    public async Task The_transforms_of_the_result_are_passed_on_from_the_command_line_and_from_a_file()
    {
        const string Transforms = """[{"$transform":"artifact","name":"out"}]""";
        var cluster = new FakeCluster();

        await TestConsole.RunAsync(cluster, "submit", "task", "--result-transforms", Transforms);
        await TestConsole.RunAsync(cluster, "submit", "--file",
            Write("jobs", $$"""{"task":"task","resultTransforms":{{Transforms}}}"""));

        Assert.Equal([Transforms, Transforms], cluster.Submitted.Select(job => job.ResultTransforms));
    }

    private static FakeCluster Keeping()
    {
        var cluster = new FakeCluster();
        cluster.Keep(Samples.Id, "data.csv", "a,b"u8.ToArray(), run: 0);
        cluster.Keep(Samples.Id, "out.bin", [0, 255, 10, 13], run: 2);
        return cluster;
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }
}
