using System.Text;
using GWExample.Analyses;

namespace GWExample.Tests.Analyses;

/// <summary>The example's tasks around files, its transform, and its task that is given a logger.</summary>
public sealed class FilesTests : IDisposable
{
    private readonly TaskHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task Words_are_counted()
    {
        var poem = new FileInfo(Path.Combine(_harness.Context.Folder, "poem.txt"));
        await File.WriteAllTextAsync(poem.FullName, "the rose is a rose", TestContext.Current.CancellationToken);

        Assert.Equal("word,count\na,1\nis,1\nrose,2\nthe,1\n", await _harness.RunAsync(task => Files.CountWords(task, poem)));
    }

    [Fact]
    public async Task Joined_texts_are_kept_too()
    {
        Assert.Equal("one two", await _harness.RunAsync(task => Files.Join(task, ["one", "two"])));

        Assert.Equal(["one", "two"],
            _harness.Artifacts.OrderBy(kept => kept.Key).Select(kept => Encoding.UTF8.GetString(kept.Value)));
    }

    [Fact]
    public async Task The_transform_takes_the_lines_of_a_file_that_came_with_the_job()
    {
        _harness.Upload("lines.txt", "one\r\ntwo\nthree\n"u8);
        var lines = new Lines { Name = "lines.txt", Most = 2 };

        var fetched = await lines.Fetch(_harness.Context);

        Assert.Equal(["one", "two"], Assert.IsType<string[]>(await lines.Convert(fetched, _harness.Context)));
    }

    [Fact]
    public async Task The_printer_is_given_a_logger_that_writes_to_the_jobs_log()
    {
        Assert.Equal(2, await _harness.RunAsync((Printer printer, TaskContext task) => printer.Print(task, times: 2)));

        Assert.Equal(["GWExample.Analyses.Printer: logged 1", "GWExample.Analyses.Printer: logged 2"],
            _harness.Log.Select(line => line.Text));
    }
}
