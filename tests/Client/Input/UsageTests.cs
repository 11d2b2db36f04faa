using System.Text.Json;
using Gristmill.Client.Commands;
using Gristmill.Client.Tests.Fakes;

namespace Gristmill.Client.Tests.Input;

/// <summary>What is typed wrong is told in a line a problem, before any cluster is asked.</summary>
public sealed class UsageTests
{
    private const string Id = "01980c3e-8f5a-7c41-9d3b-5e2f7a6b1c0d";

    [Theory]
    [InlineData("unknown command 'statu'; did you mean 'status'?", "statu", "x")]
    [InlineData("unknown command 'frobnicate'; `gristmill --help` lists them", "frobnicate")]
    [InlineData("unknown option '--queu'; did you mean '--queue'?", "run", "task", "--queu", "x")]
    [InlineData("unknown option '--outptu'; did you mean '--output'?", "status", "--outptu", "json", Id)]
    [InlineData("unknown option '--titel'; did you mean '--title'?", "submit", "task", "--titel=x")]
    [InlineData("unknown option '-x'; `gristmill run --help` lists them", "run", "task", "-x")]
    [InlineData("TASK is missing; `gristmill run --help` tells more", "run")]
    [InlineData("ID is missing; `gristmill cancel --help` tells more", "cancel")]
    [InlineData("--arg needs a value", "run", "task", "--arg")]
    [InlineData("--arg 'n' names no argument; write --arg name=value", "run", "task", "--arg", "n")]
    [InlineData("--priority 'high' is no number", "run", "task", "--priority", "high")]
    [InlineData("--limit is 0; it must be 1 or more", "list", "--limit", "0")]
    [InlineData("--output 'xml' is unknown; it is text or json", "silos", "-o", "xml")]
    [InlineData("--data is empty; it names a folder", "silos", "--data", "")]
    [InlineData("'0190' is no job id; one looks like 01980c3e-8f5a-7c41-9d3b-5e2f7a6b1c0d", "status", "0190")]
    public async Task A_mistake_is_told_in_one_line(string says, params string[] typed)
    {
        var cluster = new FakeCluster();

        var (exit, output, errors) = await TestConsole.RunAsync(cluster, typed);

        Assert.Equal((2, "", $"gristmill: {says}\n"), (exit, output, errors));
        Assert.Empty(cluster.Connected);
    }

    [Fact]
    public async Task Several_mistakes_are_told_together()
    {
        var (exit, _, errors) =
            await TestConsole.RunAsync(new FakeCluster(), "list", "--status", "running,quued,1", "--limit", "none");

        Assert.Equal(2, exit);
        Assert.Equal(3, errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("'quued' is no status; those are Inactive, Queued, Running", errors, StringComparison.Ordinal);
        Assert.Contains("--limit 'none' is no number", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_output_json_they_are_one_object()
    {
        var (exit, output, errors) = await TestConsole.RunAsync(new FakeCluster(), "cancel", "x", "y", "-o", "json");

        Assert.Equal((2, ""), (exit, output));
        var error = JsonDocument.Parse(Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)))
            .RootElement.GetProperty("error");
        Assert.Equal(2, error.GetProperty("problems").GetArrayLength());
        Assert.StartsWith("'x' is no job id", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("90", 90)]
    [InlineData("30s", 30)]
    [InlineData("2.5m", 150)]
    [InlineData("1h30m", 5400)]
    [InlineData("1d", 86400)]
    [InlineData("00:01:30", 90)]
    public async Task A_time_limit_is_a_span_of_time(string typed, double seconds)
    {
        var cluster = new FakeCluster();

        await TestConsole.RunAsync(cluster, "submit", "task", "--time-limit", typed);

        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.Single(cluster.Submitted).TimeLimit);
    }

    [Theory]
    [InlineData("5x")]
    [InlineData("m")]
    [InlineData("soon")]
    [InlineData("1:2:3:4:5")]
    [InlineData("1h30")]
    [InlineData("999999999d")]
    public async Task What_is_no_span_of_time_is_refused(string typed)
    {
        var (exit, _, errors) = await TestConsole.RunAsync(new FakeCluster(), "submit", "task", "--time-limit", typed);

        Assert.Equal(2, exit);
        Assert.StartsWith($"gristmill: --time-limit '{typed}' is no span of time", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[-5]", "-5")]
    [InlineData("""["--x"]""", "--", "--x")]
    [InlineData("""["@file"]""", "@file")]
    [InlineData("""["-"]""", "-")]
    public async Task An_argument_of_a_job_may_look_like_something_else(string arguments, params string[] typed)
    {
        var cluster = new FakeCluster();

        Assert.Equal(0, (await TestConsole.RunAsync(cluster, ["submit", "task", .. typed])).Exit);

        Assert.Equal(arguments, Assert.Single(cluster.Submitted).Arguments);
    }

    [Fact]
    public async Task Nothing_typed_shows_the_help_and_is_a_mistake()
    {
        var (exit, output, _) = await TestConsole.RunAsync(new FakeCluster());

        Assert.Equal(2, exit);
        Assert.Contains("Exit codes:", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("submit")]
    [InlineData("list")]
    [InlineData("cancel")]
    public async Task Help_shows_what_may_be_typed_and_all_of_it_parses(string command)
    {
        var (_, output, _) = await TestConsole.RunAsync(new FakeCluster(), command, "--help");

        var examples =
            output[output.IndexOf("Examples:", StringComparison.Ordinal)..].Split('\n',
            StringSplitOptions.RemoveEmptyEntries)[1..];
        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.Empty(
            CommandTree.Create().Parse(example.Split('|')[0].Replace("ID", $"{Samples.Id}", StringComparison.Ordinal).Replace("gristmill", "", StringComparison.Ordinal)).Errors));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("run", "--help")]
    public async Task Help_is_no_mistake(params string[] typed)
    {
        var (exit, output, errors) = await TestConsole.RunAsync(new FakeCluster(), typed);

        Assert.Equal((0, ""), (exit, errors));
        Assert.Contains("Usage:", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_a_version_alone()
    {
        var (exit, output, _) = await TestConsole.RunAsync(new FakeCluster(), "--version");

        Assert.Equal(0, exit);
        Assert.Matches(@"^\d+\.\d+\.\d+\n$", output);
    }
}
