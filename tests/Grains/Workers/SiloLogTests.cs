using System.Reflection;
using Gristmill.Grains;
using Gristmill.Hosting;
using Gristmill.Jobs;
using Gristmill.Lifecycle;
using Gristmill.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Workers;

/// <summary>Logs in a whole silo.</summary>
public sealed class SiloLogTests
{
    [Fact]
    public async Task An_outcome_is_recorded_only_after_the_log_of_its_run()
    {
        using var data = new TestFolder();
        await using var real = new SqliteJobStore(data.Path, TimeProvider.System);
        var store = DispatchProxy.Create<IJobStore, SlowStore>();
        var slow = (SlowStore)(object)store;
        slow.Real = real;
        var stalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        slow.Ready = stalled.Task;
        await using var silo = await SiloHost.StartAsync(
            new SiloOptions { Data = data.Path, Http = SiloOptions.NoHttp, ShutdownGrace = TimeSpan.Zero }, host => host.Services.AddSingleton(store));
        silo.Plugins.Load(typeof(SpecTasks).Assembly);
        await using var jobs = new JobClient(silo.Grains);

        var job = await jobs.SubmitAsync("spec.says");
        await slow.Asked;
        Assert.Equal(JobStatus.Running, (await job.GetAsync()).Status);
        stalled.SetResult();

        Assert.Equal(JobStatus.Success, (await job.WaitAsync(TestContext.Current.CancellationToken)).Status);
        Assert.Equal(["one", "two"], (await job.LogAsync()).Select(line => line.Text));
    }

    [Fact]
    public async Task Limits_out_of_range_are_refused_each_with_its_rule()
    {
        var refused = await Assert.ThrowsAsync<SiloStartException>(() =>
            SiloHost.StartAsync(new SiloOptions { LogLineBytes = 63, LogLines = 0, LogBytes = -1 }));

        Assert.Equal(
            ["logbytes: it must be 64 bytes to 1 GiB", "loglinebytes: it must be 64 to 65,536 bytes",
                "loglines: it must be 1 to 1,000,000 lines"],
            refused.Message.Split(Environment.NewLine).Order(StringComparer.Ordinal));
    }
}
