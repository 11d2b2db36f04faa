namespace Gristmill.Bench;

/// <summary>Something to measure.</summary>
/// <param name="Name">By which it is chosen.</param>
/// <param name="Summary">What is measured, for the help text and the report.</param>
/// <param name="IsShared">
/// The peers are measured too; others are about parts that only Gristmill has, or that only it is asked for.
/// </param>
/// <param name="Measure">Measures a system.</param>
internal sealed record Scenario(string Name, string Summary, bool IsShared, Func<JobSystem, Scale,
    IAsyncEnumerable<Figure>> Measure)
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        BulkSubmit.Scenario,
        BurnDown.Scenario,
        SubmitAndRun.Scenario,
        OneAtATime.Scenario,
        SteadyLoad.Scenario,
        Cancellation.Scenario,
        FanOut.Scenario,
        AtRest.Scenario,
        BusySlots.Scenario,
        Urgent.Scenario,
        Memory.Scenario,
        GreatBacklog.Scenario,
        StartUp.Scenario,
        Recovery.Scenario,
        SeveralSilos.Scenario,
        Listing.Scenario,
        OpenOverview.Scenario,
    ];

    /// <summary>How many jobs a round has: the same for everybody, and more for ours besides.</summary>
    public static int[] JobsOf(JobSystem system, Scale scale) =>
        system.Name == JobSystem.Ours ? [.. new[] { scale.Jobs, scale.ManyJobs }.Distinct()] : [scale.Jobs];
}
