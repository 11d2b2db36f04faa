using Gristmill.Client.Output;
using Gristmill.Client.Tests.Fakes;

namespace Gristmill.Client.Tests.Output;

/// <summary>The same answers for a person who looks on.</summary>
public sealed class TerminalTests
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
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(200)]
    public async Task A_narrow_terminal_drops_columns_and_keeps_ids_whole(int width)
    {
        var shown = await ShowAsync(colors: false, width, "list");

        Assert.Contains($"{Samples.Id}", shown, StringComparison.Ordinal);
        Assert.Equal(width >= 150, shown.Contains("title", StringComparison.Ordinal));
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
            var job = new FakeJob(Samples.Running(request.Id) with { Title = "[not markup]", Progress = new JobProgress(1, 2, "half [way]") });
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
