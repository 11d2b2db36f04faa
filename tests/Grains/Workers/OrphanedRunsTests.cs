using Gristmill.Grains.Pool;
using Gristmill.Jobs;

namespace Gristmill.Workers;

public sealed class OrphanedRunsTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly HeldRun _held = new(Guid.CreateVersion7(), 1, JobStatus.Running, null);

    [Fact]
    public void A_run_that_its_owner_does_not_know_is_a_stray_after_a_lease()
    {
        var strays = new OrphanedRuns(new RunningJobs(), _clock);
        Assert.Empty(strays.Among([_held]));

        _clock.Advance(Lease.Length);

        Assert.Equal([_held], strays.Among([_held]));
    }

    [Fact]
    public void A_run_that_was_away_in_between_begins_anew()
    {
        var strays = new OrphanedRuns(new RunningJobs(), _clock);
        Assert.Empty(strays.Among([_held]));
        Assert.Empty(strays.Among([]));

        _clock.Advance(Lease.Length);

        Assert.Empty(strays.Among([_held]));
    }

    [Fact]
    public void Another_run_of_the_same_job_is_another()
    {
        var strays = new OrphanedRuns(new RunningJobs(), _clock);
        Assert.Empty(strays.Among([_held]));

        _clock.Advance(Lease.Length);

        Assert.Empty(strays.Among([_held with { Run = 2 }]));
    }
}
