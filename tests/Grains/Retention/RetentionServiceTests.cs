using Gristmill.Grains;
using Gristmill.Hosting;
using Gristmill.Lifecycle;

namespace Gristmill.Retention;

/// <summary>Retention as a silo does it by itself.</summary>
public sealed class RetentionServiceTests
{
    [Fact]
    public async Task A_silo_deletes_jobs_that_were_kept_for_long_enough_and_drops_results_before()
    {
        using var data = new TestFolder();
        await using var silo = await SiloHost.StartAsync(new SiloOptions
        {
            Name = "retention",
            Data = data.Path,
            Http = SiloOptions.NoHttp,
            KeepSucceeded = TimeSpan.FromSeconds(1),
            KeepFailed = TimeSpan.FromHours(1),
            KeepResults = TimeSpan.FromSeconds(1),
        });
        silo.Plugins.Load(typeof(SpecTasks).Assembly);
        await using var jobs = new JobClient(silo.Grains);
        var succeeded = await EndAsync(jobs, "spec.add", 1, 2);
        var failed = await EndAsync(jobs, "spec.fails.for.good");
        var newest = await EndAsync(jobs, "spec.add", 3, 4);

        await UntilAsync(async () => await Record.ExceptionAsync(succeeded.GetAsync) is UnknownJobException);
        await UntilAsync(async () => (await newest.GetAsync()).ResultExpired is not null);

        Assert.Equal(JobStatus.Error, (await failed.GetAsync()).Status);
        var view = await newest.GetAsync();
        Assert.Equal((JobStatus.Success, null), (view.Status, view.Result));
        var error = await Assert.ThrowsAsync<JobFailedException>(() => newest.ResultAsync<int>());
        Assert.StartsWith($"Job {newest.Id} succeeded, but its result expired at ", error.Message, StringComparison.Ordinal);
    }

    private static async Task<JobHandle> EndAsync(JobClient jobs, string task, params object?[] arguments)
    {
        var job = await jobs.SubmitAsync(task, arguments);
        await job.WaitAsync(TestContext.Current.CancellationToken);
        return job;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(0.5), TimeProvider.System);
        while (!await isSo())
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }
}
