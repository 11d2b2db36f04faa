using System.Text;
using Gristmill.Client.Tests.Fakes;

namespace Gristmill.Client.Tests.Commands;

/// <summary>A unique key that another job has, where that job is to be taken instead.</summary>
public sealed class ExistingJobTests
{
    private static readonly string[] Options = ["--unique", "report 7", "--unique-policy", "existing"];

    private static FakeCluster Cluster() => new() { Existing = request => request.Unique is null ? null : Samples.Id };

    [Fact]
    public async Task Submit_prints_its_id_and_says_so()
    {
        var submit = await TestConsole.RunAsync(Cluster(), ["submit", "task", .. Options]);
        var json = await TestConsole.RunAsync(Cluster(), ["submit", "task", .. Options, "-o", "json"]);

        Assert.Equal((0, $"{Samples.Id}\n", $"gristmill: job {Samples.Id} has the key \"report 7\" already; no other was made\n"),
            submit);
        Assert.Equal((0, $$"""{"id":"{{Samples.Id}}","existing":true}{{"\n"}}""", ""), json);
    }

    [Fact]
    public async Task A_file_counts_them()
    {
        using var console = new TestConsole(Cluster()) { Input = new MemoryStream(Encoding.UTF8.GetBytes("""
            {"task": "a", "unique": {"key": "report 7", "policy": "existing"}}
            {"task": "a"}
            """)) };

        Assert.Equal(0, await console.RunAsync("submit", "--file", "-"));

        Assert.StartsWith($"1 {Samples.Id}\n2 ", console.Output, StringComparison.Ordinal);
        Assert.Equal("gristmill: 2 jobs accepted (1 there already), 0 lines refused\n", console.Errors);
    }

    [Fact]
    public async Task Run_waits_for_it_and_Ctrl_C_leaves_it_alone()
    {
        var cluster = Cluster();
        var job = cluster.Add(Samples.Running());
        using var console = new TestConsole(cluster);
        var run = console.RunAsync(["run", "task", .. Options]);
        await job.Watched;

        console.Shell.Interrupts.Press();

        Assert.Equal(130, await run);
        Assert.Equal(JobStatus.Running, job.View.Status);
        Assert.EndsWith($"gristmill: left; the job goes on: `gristmill watch {Samples.Id}` follows it\n", console.Errors,
            StringComparison.Ordinal);
    }
}
