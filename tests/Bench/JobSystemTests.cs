namespace Gristmill.Bench;

public sealed class JobSystemTests
{
    [Theory]
    [InlineData("sh", null)]
    [InlineData("/bin/sh", null)]
    [InlineData("no-such-program", "no-such-program")]
    [InlineData("/no/such/file", "/no/such/file")]
    public void A_system_that_needs_what_is_not_there_says_so(string need, string? missing) =>
        Assert.Equal(missing, System(need).Missing);

    [Fact]
    public async Task A_system_that_is_missing_or_fails_leaves_the_others_their_turn()
    {
        var scenario = new Scenario("test", "", IsShared: true, (system, _) => MeasureAsync(system));
        var measurement = new Measurement(Scale.Quick);

        await measurement.RunAsync([scenario], [System("no-such-program"), System("sh", "broken"), System("sh", "sound")]);

        Assert.Equal("sound", Assert.Single(measurement.Figures).System);
        Assert.Collection(measurement.Omissions,
            missing => Assert.Contains(Peers.Installer, missing.Reason, StringComparison.Ordinal),
            failed => Assert.Equal(new Omission("test", "broken", "it broke"), failed));
    }

    [Fact]
    public async Task A_system_that_cancels_no_running_job_is_not_started_for_that() =>
        Assert.Empty(await Cancellation.Scenario.Measure(System("sh"), Scale.Quick)
            .ToArrayAsync(TestContext.Current.CancellationToken));

    [Fact]
    public void Names_are_unique()
    {
        Assert.Distinct(JobSystem.All.Select(system => system.Name));
        Assert.Distinct(Scenario.All.Select(scenario => scenario.Name));
    }

    private static JobSystem System(string need, string name = "missing") =>
        new(name, "", "", [need], _ => throw new BenchException("it broke"));

    private static async IAsyncEnumerable<Figure> MeasureAsync(JobSystem system)
    {
        if (system.Name == "broken")
            await using (await system.StartAsync(1)) { }
        yield return new Figure("test", system.Name, "something", "s", [1]);
    }
}
