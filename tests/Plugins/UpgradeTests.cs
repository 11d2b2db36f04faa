using System.Runtime.Loader;
using Gristmill.Grains;
using Gristmill.Hosting;

namespace Gristmill.Plugins.Tests;

/// <summary>Plugins come, change and go on a silo that runs jobs.</summary>
public sealed class UpgradeTests : IAsyncLifetime
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("gristmill-upgrade-");
    private readonly PluginFolders _folders = new();
    private SiloHost _silo = null!;
    private JobClient _jobs = null!;

    public async ValueTask InitializeAsync()
    {
        Add("1.0");
        _silo = await SiloHost.StartAsync(new SiloOptions
        {
            Name = "hot",
            Data = _data.FullName,
            Http = SiloOptions.NoHttp,
            Concurrency = 8,
            PluginFolders = [_folders.Root],
            ShutdownGrace = TimeSpan.Zero,
        });
        _jobs = new JobClient(_silo.Grains);
    }

    public async ValueTask DisposeAsync()
    {
        await _jobs.DisposeAsync();
        await _silo.DisposeAsync();
        _folders.Dispose();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task An_upgrade_under_load_fails_no_job_and_the_memory_of_the_old_version_is_freed()
    {
        var old = Memory();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var load = Enumerable.Range(0, 6).Select(_ => RunJobsAsync(enough.Token)).ToArray();
        var slow = await _jobs.SubmitAsync("hot.hold");
        await UntilAsync(slow, job => job.Status is JobStatus.Running);

        Add("2.0");
        while (await _jobs.RunAsync<string>("hot.version") != "2.0")
            Cancel.ThrowIfCancellationRequested();
        // From now on, no job runs on the old version but the one that began on it.
        var since = await _jobs.RunAsync<string>("hot.version");
        Assert.True(old.IsAlive);
        await File.WriteAllTextAsync(Path.Combine(_data.FullName, "go"), "", Cancel);
        var held = await slow.WaitAsync(Cancel);
        await enough.CancelAsync();
        var ended = (await Task.WhenAll(load)).SelectMany(versions => versions).ToArray();

        Assert.Equal("\"1.0\"", held.Result);
        Assert.Equal("2.0", since);
        Assert.Equal(["1.0", "2.0"], ended.Distinct().Order(StringComparer.Ordinal));
        await FreedAsync(old);
    }

    [Fact]
    public async Task Jobs_of_a_task_that_has_gone_wait_say_so_and_run_when_it_is_back()
    {
        await _jobs.RunAsync<string>("hot.version");
        await _jobs.PauseQueueAsync("default"); // So that it has not run before.
        var waiting = await _jobs.SubmitAsync("hot.version");
        var folder = Path.Combine(_folders.Root, "hot", "1.0");
        var aside = Path.Combine(_data.FullName, "aside");

        Directory.Move(folder, aside);
        var view = await UntilAsync(waiting, job => job.Notice?.StartsWith("No silo", StringComparison.Ordinal) is true);
        await _jobs.ResumeQueueAsync("default");
        Assert.Equal((JobStatus.Queued, "No silo offers hot.version; the job waits until one does."), (view.Status, view.Notice));
        Assert.Contains("unknown task 'hot.version'",
            (await Assert.ThrowsAsync<JobRefusedException>(() => _jobs.SubmitAsync("hot.version"))).Message, StringComparison.Ordinal);

        Directory.Move(aside, folder);
        Assert.Equal("\"1.0\"", (await waiting.WaitAsync(Cancel)).Result);
    }

    private async Task<List<string>> RunJobsAsync(CancellationToken enough)
    {
        var versions = new List<string>();
        while (!enough.IsCancellationRequested)
            versions.Add((await _jobs.RunAsync<string>("hot.version"))!);
        return versions;
    }

    private static async Task<JobView> UntilAsync(JobHandle job, Func<JobView, bool> isSo)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var view = await job.GetAsync();
            if (isSo(view))
                return view;
            Assert.Null(view.Finished);
            await timer.WaitForNextTickAsync(Cancel);
        }
    }

    // The silo sees to it by itself.
    private static async Task FreedAsync(WeakReference memory)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (memory.IsAlive && await timer.WaitForNextTickAsync(Cancel))
        {
        }
    }

    private WeakReference Memory() => new(AssemblyLoadContext.All.Single(
        found => found.Assemblies.Any(assembly => assembly.Location.StartsWith(_data.FullName, StringComparison.Ordinal) && assembly.GetName().Name == "hot")));

    private void Add(string version) => _folders.Add("hot", version, $$"""
        public sealed class Tasks(Microsoft.Extensions.Logging.ILogger<Tasks> log)
        {
            [JobTask(Name = "hot.version")] public async Task<string> Version(TaskContext task)
            {
                Microsoft.Extensions.Logging.LoggerExtensions.LogInformation(log, "version {{version}}");
                Console.WriteLine("runs");
                await task.Delay(1);
                return "{{version}}";
            }

            [JobTask(Name = "hot.hold")] public async Task<string> Hold(TaskContext task)
            {
                while (!System.IO.File.Exists("{{Path.Combine(_data.FullName, "go")}}"))
                    await task.Delay(10);
                return "{{version}}";
            }
        }
        """);
}
