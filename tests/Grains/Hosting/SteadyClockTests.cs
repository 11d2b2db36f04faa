using Gristmill.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gristmill.Hosting;

public sealed class SteadyClockTests
{
    [Fact]
    public void It_goes_on_when_the_machines_clock_is_set()
    {
        var machine = new SetClock();
        var clock = new SteadyClock(machine);
        var start = clock.GetUtcNow();

        machine.Set(TimeSpan.FromHours(-2));
        machine.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal(start.AddSeconds(3), clock.GetUtcNow());

        machine.Set(TimeSpan.FromHours(5));
        machine.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(start.AddSeconds(4), clock.GetUtcNow());
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

    private sealed class SetClock : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        private long _passed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _now;

        public override long GetTimestamp() => _passed;

        public void Set(TimeSpan step) => _now += step;

        public void Pass(TimeSpan time) => (_now, _passed) = (_now + time, _passed + time.Ticks);
    }
}
