using System.Globalization;
using System.Text;
using Gristmill.BuiltIn.Containers;
using Gristmill.BuiltIn.Programs;

namespace Gristmill.BuiltIn.Tests.Containers;

/// <summary>Tests that change the PATH of the process run alone.</summary>
[CollectionDefinition(nameof(PathChanging), DisableParallelization = true)]
public sealed class PathChanging;

/// <summary>Containers as jobs. A program that takes Docker's place on the PATH writes down what it is asked for.</summary>
[Collection(nameof(PathChanging)), System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class ContainerTasksTests : IDisposable
{
    private readonly string _path = Environment.GetEnvironmentVariable("PATH")!;
    private readonly string _bin = Directory.CreateTempSubdirectory("engines-").FullName;
    private readonly TaskHarness _harness = new();
    private readonly BuiltInOptions _options = new() { Images = ["alpine:3.22", "tools/*"] };

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", _path);
        Directory.Delete(_bin, recursive: true);
        _harness.Dispose();
    }

    [Fact]
    public async Task A_container_is_run_as_the_job_says()
    {
        Install("docker", "cat; echo oh no >&2");
        var data = Directory.CreateDirectory(Path.Combine(_harness.Context.Folder, "data")).FullName;
        _options.Folders = [_harness.Context.Folder];

        var result = await RunAsync(task => new ContainerTasks(_options).Docker(
            task, "alpine:3.22", ["sort", "-r"], entrypoint: "/bin/busybox", environment: new() { ["NAME"] = "Ada" },
            volumes: [new(data, "/data"), new(data, "/more", ReadOnly: false)], temporary: "/tmp/mine", folder: "/data", stdin: "b\n"));

        Assert.Equal(0, result.ExitCode);
        Assert.Equal([new(TaskLogLevel.Info, "b"), new(TaskLogLevel.Error, "oh no")], _harness.Log.OrderBy(line => line.Level));
        Assert.Equal(
            [
                "run", "--rm", "--interactive", $"--name=gristmill-{_harness.Context.JobId:N}-1",
                $"--mount=type=bind,source={data},target=/data,readonly", $"--mount=type=bind,source={data},target=/more",
                $"--mount=type=bind,source={_harness.Context.Folder}/work,target=/tmp/mine",
                "--env=NAME=Ada", "--env=GRISTMILL_PROGRESS=/tmp/mine/gristmill.progress", "--entrypoint=/bin/busybox",
                "--workdir=/data",
                "alpine:3.22", "sort", "-r",
            ],
            Calls()[0]);
    }

    [Fact]
    public async Task The_image_is_pulled_first_if_it_is_to_be()
    {
        Install("docker", "echo $1");

        await RunAsync(task => new ContainerTasks(_options).Docker(task, "tools/sort:1", pull: true));

        Assert.Equal(["pull", "tools/sort:1"], Calls()[0]);
        Assert.Equal(["pull", "run"], _harness.Log.Select(line => line.Text));
    }

    [Fact]
    public async Task It_reports_progress_and_leaves_files_in_its_temporary_folder()
    {
        Install("docker", """
            for word in "$@"; do case $word in --mount=*) folder=${word#*source=}; folder=${folder%%,*};; esac; done
            echo '{"current": 5}' > $folder/gristmill.progress
            echo done > $folder/out.txt
            """);

        var result = await RunAsync(task => new ContainerTasks(_options).Docker(task, "alpine:3.22", outputs: ["out.txt"]));

        Assert.Equal("out.txt", Assert.Single(result.Outputs).Name);
        Assert.Equal("done\n", Encoding.UTF8.GetString(_harness.Artifacts["out.txt"]));
        Assert.Equal(5, Assert.Single(_harness.Progress).Current);
    }

    [Fact]
    public async Task A_container_that_is_told_to_stop_is_removed()
    {
        Install("docker", "if [ $1 = run ]; then echo $$; exec sleep 1000; fi");
        var run = RunAsync(task => new ContainerTasks(_options).Docker(task, "alpine:3.22"));
        await _harness.UntilAsync(seen => seen.Log.Count == 1, TestContext.Current.CancellationToken);

        _harness.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.False(File.Exists($"/proc/{int.Parse(_harness.Log[0].Text, CultureInfo.InvariantCulture)}/cwd"));
        Assert.Equal(["rm", "--force", $"gristmill-{_harness.Context.JobId:N}-1"], Calls()[^1]);
    }

    [Fact]
    public async Task Podman_takes_dockers_place()
    {
        Install("podman", "echo it is podman");

        await RunAsync(task => new ContainerTasks(_options).Docker(task, "alpine:3.22"));

        Assert.Equal("it is podman", Assert.Single(_harness.Log).Text);
    }

    [Fact]
    public async Task Without_either_the_error_says_what_to_do()
    {
        Environment.SetEnvironmentVariable("PATH", _bin);

        var error = await Assert.ThrowsAsync<TaskFailedException>(() =>
            RunAsync(task => new ContainerTasks(_options).Docker(task, "alpine:3.22")));

        Assert.Equal(
            $"neither docker nor podman is on this silo's PATH; install one of them, or name its program in {BuiltInOptions.Section}:Engine", error.Message);
    }

    [Theory]
    [InlineData("--privileged", "'--privileged' is no image")]
    [InlineData("alpine:latest",
        "the image 'alpine:latest' is not allowed on this silo; its operator allows it by adding \"alpine:latest\" to")]
    public async Task Only_images_that_are_listed_run(string image, string message)
    {
        Install("docker", "");

        var error = await Assert.ThrowsAnyAsync<TaskFailedException>(() =>
            RunAsync(task => new ContainerTasks(_options).Docker(task, image)));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Empty(Calls());
    }

    [Fact]
    public async Task Only_folders_that_are_listed_are_volumes()
    {
        Install("docker", "");

        var error = await Assert.ThrowsAsync<NotAllowedException>(() =>
            RunAsync(task => new ContainerTasks(_options).Docker(task, "alpine:3.22", volumes: [new("/", "/host")])));

        Assert.Contains(":Folders", error.Message, StringComparison.Ordinal);
        Assert.Empty(Calls());
    }

    [Fact]
    public async Task A_container_that_fails_fails_the_job()
    {
        Install("docker", "exit 125");

        var error = await Assert.ThrowsAsync<ProgramFailedException>(() =>
            RunAsync(task => new ContainerTasks(_options).Docker(task, "alpine:3.22")));

        Assert.StartsWith("the container of alpine:3.22 ended with exit code 125", error.Message, StringComparison.Ordinal);
    }

    private void Install(string engine, string script)
    {
        var file = Path.Combine(_bin, engine);
        File.WriteAllText(file, $"#!/bin/sh\nPATH={_path}\n(printf '%s\\n' \"$@\"; echo ---) >> {_bin}/calls\n{script}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Environment.SetEnvironmentVariable("PATH", _bin);
    }

    private string[][] Calls()
    {
        var calls = Path.Combine(_bin, "calls");
        return File.Exists(calls)
            ? [.. File.ReadAllText(calls).Split("---\n", StringSplitOptions.RemoveEmptyEntries)
                .Select(call => call.TrimEnd('\n').Split('\n'))] : [];
    }

    private Task<ProgramResult> RunAsync(Func<TaskContext, Task<ProgramResult>> run) => _harness.RunAsync(run);
}
