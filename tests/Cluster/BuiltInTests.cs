using System.Diagnostics;
using System.Globalization;

namespace Gristmill.Cluster;

/// <summary>The plugin that comes with every silo, on a silo.</summary>
public sealed class BuiltInTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_converted_and_what_is_not_allowed_is_refused_with_the_setting_that_would()
    {
        await using var cluster = await TestCluster.HostAsync("one");
        var file = Path.Combine(cluster.Data, "table.csv");
        await File.WriteAllTextAsync(file, "name,n\nAda,1\n", Cancel);

        var (exit, output, _) = await cluster.ConsoleAsync(
            "run", "gristmill.convert", "--arg", "from=csv", "--arg", "to=ndjson", "--arg", $"file=@{file}", "--arg", "readValues=true");
        Assert.Equal((0, """{"rows":1,"text":"{\"name\":\"Ada\",\"n\":1}\n","kept":null}"""), (exit, output));

        var refused = await cluster.ConsoleAsync("run", "gristmill.run", "rm");
        Assert.Equal(1, refused.Exit);
        Assert.Contains("the program 'rm' is not allowed on this silo; its operator allows it by adding \"rm\" to ",
            refused.Errors, StringComparison.Ordinal);
        var job = Assert.Single((await cluster.Jobs.ListAsync(new JobQuery { Task = "gristmill.run" })).Jobs);
        var line = Assert.Single(await cluster.Jobs.Job(job.Id).LogAsync()); // No stack: nothing is at fault.
        Assert.StartsWith("Gristmill.BuiltIn.NotAllowedException: the program 'rm' is not allowed", line.Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_program_has_started_ends_when_its_silo_is_killed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "processes are found by /proc");
        await using var cluster = await TestCluster.StartAsync();
        cluster.Environment["GRISTMILL__Plugins__gristmill__Programs__0"] = "/bin/sh";
        var silo = await cluster.AddSiloAsync("one");
        await cluster.ConnectAsync();
        // A child, and a daemon with a session of its own.
        string[] script = ["-c", "sleep 1000 & echo $!; (setsid sh -c 'echo $$; exec sleep 1000' &); echo $$; wait"];
        var job = await cluster.Jobs.SubmitAsync(JobClient.Request("gristmill.run", "/bin/sh", script) with { MaxLostRuns = 1 });
        var family = (await PrintedAsync(job, 3))
            .Select(line => Process.GetProcessById(int.Parse(line.Text, CultureInfo.InvariantCulture))).ToList();

        silo.Signal(PosixSignals.Kill);

        await Task.WhenAll(family.Select(process => process.WaitForExitAsync(Cancel)));
        family.ForEach(process => process.Dispose());
    }

    [Fact, System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task The_container_of_a_job_is_removed_when_its_silo_is_killed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "processes are found by /proc");
        await using var cluster = await TestCluster.StartAsync();
        var (engine, removed) = (Path.Combine(cluster.Data, "engine"), Path.Combine(cluster.Data, "removed"));
        await File.WriteAllTextAsync(engine,
            $"#!/bin/sh\nif [ $1 = rm ]; then echo \"$*\" > {removed}.draft; mv {removed}.draft {removed}; else echo started; sleep 1000; fi\n", Cancel);
        File.SetUnixFileMode(engine, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        cluster.Environment["GRISTMILL__Plugins__gristmill__Engine"] = engine;
        cluster.Environment["GRISTMILL__Plugins__gristmill__Images__0"] = "alpine:3.22";
        var silo = await cluster.AddSiloAsync("one");
        await cluster.ConnectAsync();
        var job = await cluster.Jobs.SubmitAsync("gristmill.docker", "alpine:3.22");
        await PrintedAsync(job, 1);

        silo.Signal(PosixSignals.Kill);

        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!File.Exists(removed) && await timer.WaitForNextTickAsync(Cancel))
        {
        }
        Assert.Equal($"rm --force gristmill-{job.Id:N}-1\n", await File.ReadAllTextAsync(removed, Cancel));
    }

    private static async Task<JobLogLine[]> PrintedAsync(JobHandle job, int lines)
    {
        await foreach (var _ in job.WatchAsync(Cancel))
            if (await job.LogAsync() is var printed && printed.Length == lines)
                return printed;
        throw new InvalidOperationException("the job has ended first");
    }
}
