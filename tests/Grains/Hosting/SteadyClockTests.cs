using Gristmill.Core;
using Gristmill.Grains;
using Gristmill.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gristmill.Hosting;

public sealed class SteadyClockTests
{
    [Fact]
    public void It_goes_on_when_the_machines_clock_is_set()
    {
        var machine = new MachineClock(TestJobs.Start);
        var clock = new SteadyClock(machine);
        var start = clock.GetUtcNow();

        machine.Set(TimeSpan.FromHours(-2));
        machine.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(start.AddSeconds(3), clock.GetUtcNow());

        machine.Set(TimeSpan.FromHours(5));
        machine.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(start.AddSeconds(4), clock.GetUtcNow());
        Assert.Equal(clock.GetUtcNow(), clock.Earlier);

        machine.Set(TimeSpan.FromHours(-6));
        Assert.Equal(machine.GetUtcNow(), clock.Earlier);
    }

    [Fact]
    public async Task It_drives_Orleans_in_a_silo()
    {
        using var data = new TestFolder();
        TimeProvider? clock = null;
        await using var silo = await SiloHost.StartAsync(
            new SiloOptions { Name = "steady", Data = data.Path, Http = SiloOptions.NoHttp, ShutdownGrace = TimeSpan.Zero },
            host => host.Services.AddHostedService(services => new Asks(clock = services.GetRequiredService<TimeProvider>())));

        Assert.IsType<SteadyClock>(clock);
    }

    private sealed class Asks(TimeProvider clock) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.FromResult(clock);
    }
}
