using System.Text.RegularExpressions;
using Gristmill.Client.Output;
using Gristmill.Client.Tests.Fakes;

namespace Gristmill.Client.Tests.Output;

/// <summary>The same answers for a person who looks on.</summary>
public sealed partial class TerminalTests
{
    private const char Escape = '\e';

    [Fact]
    public async Task Statuses_have_colours_unless_the_person_wants_none()
    {
        var colors = await ShowAsync(colors: true, "list");
        var plain = await ShowAsync(colors: false, "list");

        Assert.Contains("\e[32mSuccess\e[0m", colors, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[32m", plain, StringComparison.Ordinal);
        Assert.Contains("Success", plain, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_have_them_too()
    {
        using var console = new TestConsole(new FakeCluster(), isTerminal: true, colors: true);

        await console.RunAsync("status", "x");

        Assert.StartsWith("\e[31mgristmill: \e[0m'x' is no job id", console.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(200)]
    public async Task A_narrow_terminal_drops_columns_and_keeps_ids_whole(int width)
    {
        var shown = await ShowAsync(colors: false, width, "list");

        Assert.Contains($"{Samples.Id}", shown, StringComparison.Ordinal);
        Assert.Equal(width >= 150, shown.Contains("title", StringComparison.Ordinal));
        Assert.All(shown.Split('\n'), line => Assert.InRange(Codes().Replace(line, "").Length, 0, width));
    }

    [Fact]
    public async Task A_terminal_too_narrow_for_a_table_shows_each_row_as_names_and_values()
    {
        var lines = (await ShowAsync(colors: false, width: 48, "list")).Split('\n').Select(line => line.TrimEnd()).ToArray();

        Assert.Equal([$"{Samples.Id}", "status   Success", $"task     {Samples.Fibonacci}", "queue    default", "runs     1"],
            lines[..5]);
    }

    [Fact]
    public async Task A_task_that_does_not_fit_shows_the_end_of_its_name() =>
        Assert.Contains("…xample.analyses.tasks.fibonacci", await ShowAsync(colors: false, width: 79, "list"),
            StringComparison.Ordinal);

    [Fact]
    public void Wide_characters_take_two_columns()
    {
        var sheet = new Sheet("name", "value");
        sheet.Add("日本", "1");
        sheet.Add("plain", "2");

        Assert.Equal(["NAME   VALUE", "日本   1", "plain  2"], sheet.ToLines());
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    public async Task The_progress_bar_takes_one_line_and_leaves_nothing_behind(int width)
    {
        var job = new FakeJob(Samples.Running(Samples.Id) with
        {
            Title = new string('日', 60),
            Progress = new JobProgress(1, 2, "half")
        });
        var cluster = new FakeCluster();
        cluster.Add(job);
        using var console = new TestConsole(cluster, isTerminal: true);
        console.Shell.Out.Terminal.Profile.Width = width;
        var watch = console.RunAsync("watch", $"{Samples.Id}");
        await job.Watched;

        job.Become(view => view with { Status = JobStatus.Success, Result = "7" }, new string('x', 100));

        Assert.Equal(0, await watch);
        Assert.Contains($"\e[J14:05:09.223  info        {new string('x', 100)}\n", console.Output, StringComparison.Ordinal);
        Assert.All(
            console.Output.Split('\n', '\r').Where(line => line.Contains('日', StringComparison.Ordinal)),
            line => Assert.InRange(new Ink(line.Split('\e')[0]).Width, 1, width));
    }

    [Fact]
    public async Task The_progress_bar_goes_with_the_job_and_leaves_the_result_alone()
    {
        var cluster = new FakeCluster { Accept = Working };
        using var console = new TestConsole(cluster, isTerminal: true);

        Assert.Equal(0, await console.RunAsync("run", "task"));

        Assert.Equal("7\n", console.Output);
        Assert.Contains("14:05:09.223  info        one\n", console.Errors, StringComparison.Ordinal);

        static FakeJob Working(JobRequest request)
        {
            var job = new FakeJob(Samples.Running(request.Id) with
            {
                Title = "[not markup]",
                Progress = new JobProgress(1, 2, "half [way]")
            });
            job.Become(view => view with { Status = JobStatus.Success, Result = "7" }, "one");
            return job;
        }
    }

    [Fact]
    public async Task In_a_pipe_nothing_is_escaped_even_if_colours_are_wanted()
    {
        var cluster = new FakeCluster();
        cluster.Add(Samples.Failed());
        using var console = new TestConsole(cluster, isTerminal: false, colors: true);

        foreach (var command in new[] { "status", "watch", "logs" })
            await console.RunAsync(command, $"{Samples.Id}");
        await console.RunAsync("list");

        Assert.DoesNotContain(Escape, console.Output + console.Errors);
    }

    [Fact]
    public void Columns_line_up_and_end_without_blanks()
    {
        var sheet = new Sheet("name", "value");
        sheet.Add("a", "1");
        sheet.Add("long", "");

        Assert.Equal(["NAME  VALUE", "a     1", "long"], sheet.ToLines());
    }

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex Codes();

    private static Task<string> ShowAsync(bool colors, params string[] typed) => ShowAsync(colors, width: 200, typed);

    private static async Task<string> ShowAsync(bool colors, int width, params string[] typed)
    {
        var cluster = new FakeCluster();
        cluster.Add(Samples.Job());
        using var console = new TestConsole(cluster, isTerminal: true, colors);
        console.Shell.Out.Terminal.Profile.Width = width;
        await console.RunAsync(typed);
        return console.Output;
    }
}
