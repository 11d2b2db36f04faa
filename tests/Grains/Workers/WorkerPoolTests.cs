using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Gristmill.Grains;
using Gristmill.Jobs;
using Gristmill.Lifecycle;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gristmill.Workers;

/// <summary>A silo's slots and reports.</summary>
public sealed class WorkerPoolTests()
    : OwnSiloTests(new SiloOptions { Name = "mill", Concurrency = 2, CancelGrace = TimeSpan.FromSeconds(1) }, PickStore)
{
    [Fact]
    public async Task An_outcome_that_the_store_would_not_take_is_an_error_and_holds_up_no_other()
    {
        var jobs = await Jobs.SubmitManyAsync([.. new[] { 1, PickyStore.Refused, 2 }.Select(value =>
            JobClient.Request("spec.echo", value))]);

        var ended = await Task.WhenAll(jobs.Select(job => Jobs.Job(job.Id).WaitAsync(TestContext.Current.CancellationToken)));

        Assert.Equal([JobStatus.Success, JobStatus.Error, JobStatus.Success], ended.Select(job => job.Status));
        Assert.Equal(("OutcomeRefused", "the run ended, and its outcome could not be stored: not this one"),
            (ended[1].Error!.Type, ended[1].Error!.Message));
    }

    [Fact]
    public async Task An_abandoned_slot_is_counted_until_the_task_has_really_ended()
    {
        var job = await Jobs.SubmitAsync(JobClient.Request("spec.stubborn",
            "abandoned") with
        { TimeLimit = TimeSpan.FromMilliseconds(20) });
        await job.WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, (await SiloAsync(silo => silo.Abandoned == 1)).Running);
        SpecTasks.Open("abandoned");
        await SiloAsync(silo => silo is { Abandoned: 0, Running: 0 });
    }

    private static void PickStore(IHostApplicationBuilder builder)
    {
        var store = (Func<IServiceProvider, object>)builder.Services.Last(service => service.ServiceType == typeof(IJobStore))
            .ImplementationFactory!;
        builder.Services.AddSingleton(services => PickyStore.Before((IJobStore)store(services)));
    }

    // Its row is written once a second.
    private async Task<SiloView> SiloAsync(Func<SiloView, bool> wanted)
    {
        while (true)
        {
            if (Assert.Single(await Jobs.SilosAsync()) is var silo && wanted(silo))
                return silo;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}

/// <summary>A store that does not take one result.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "The proxy derives from it.")]
internal class PickyStore : DispatchProxy
{
    public const int Refused = 13;

    private IJobStore _store = null!;

    public static IJobStore Before(IJobStore store)
    {
        var picky = Create<IJobStore, PickyStore>();
        ((PickyStore)(object)picky)._store = store;
        return picky;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        args is [IReadOnlyList<JobCommand> commands]
            && commands.OfType<FinishJob>().Any(finish => finish.Outcome is RunOutcome.Returned { Result: "13" })
            ? Task.FromException<JobAnswer[]>(new ArgumentException("not this one"))
            : targetMethod!.Invoke(_store, args);
}
