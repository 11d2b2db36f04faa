using System.Diagnostics;

// The harness clears up after all that its process has started: a test that measures would end the programs of another.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Gristmill.Bench;

public sealed class ProcessTests
{
    [Fact]
    public async Task A_program_is_ready_when_it_says_so_and_answers_line_by_line()
    {
        await using var cat = await ChildProcess.StartAsync(Shell("echo ready; exec cat"), line =>
            line == "ready", readsOutput: true);

        Assert.Equal("hello", await cat.AskAsync("hello"));
    }

    [Fact]
    public async Task A_program_that_ends_before_it_is_ready_is_refused_with_what_it_said()
    {
        var error = await Assert.ThrowsAsync<BenchException>(() =>
            ChildProcess.StartAsync(Shell("echo no luck >&2; exit 3"), line => line == "ready"));

        Assert.Contains("no luck", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_ends_with_all_that_it_started()
    {
        var shell = await ChildProcess.StartAsync(Shell("sleep 600 & echo $!; wait"), _ => true);
        using var child = Process.GetProcessById(int.Parse(shell.ReadyLine, System.Globalization.CultureInfo.InvariantCulture));

        await shell.DisposeAsync();

        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(child.HasExited);
    }

    [Fact]
    public async Task Processor_time_and_memory_are_those_of_a_process_and_all_that_it_started()
    {
        await using var shell = await ChildProcess.StartAsync(
            Shell("(i=0; while [ $i -lt 1000000 ]; do i=$((i+1)); done; echo ready; sleep 600; :) & wait"), line => line == "ready");

        Assert.True(ProcessTree.ProcessorTime(shell.Id) > TimeSpan.Zero);
        Assert.True(ProcessTree.Memory(shell.Id) > 0);
        Assert.True(ProcessTree.PeakMemory(shell.Id) > 0);
    }

    private static ProcessStartInfo Shell(string script) => new("/bin/sh", ["-c", script]);
}
