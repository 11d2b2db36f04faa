using Gristmill.Dashboard.Jobs;
using Gristmill.Dashboard.Parts;

namespace Gristmill.Dashboard;

public sealed class OrderRunTests
{
    [Theory]
    [InlineData(0, true, "0 jobs told to stop, 2 not: ended")]
    [InlineData(1, false, "1 job told to stop, 2 not: ended")]
    public async Task An_order_that_no_job_followed_is_told_as_nothing_done(int done, bool isNothing, string text)
    {
        using var run = new OrderRun(BulkAction.Cancel, done + 2, () => { }, TestContext.Current.CancellationToken);

        var outcome = await run.RunAsync(_ => Task.FromResult(new JobsOrdered(done, 2, "ended")));

        Assert.Equal((text, isNothing), (outcome.Text, outcome.IsNothing));
    }
}
