using Gristmill.Jobs;

namespace Gristmill.Client;

public sealed class FollowingTests
{
    // Changes 1 to 3, 4 to 8 of which only 8 is kept, and 9.
    private static readonly JobEvent[] History = [Event(1), Event(2), Event(3), Event(8) with { LeftOut = 4 }, Event(9)];

    [Theory]
    [InlineData(0, new[] { 1, 2, 3, 8, 9 })]
    [InlineData(2, new[] { 3, 8, 9 })]
    [InlineData(5, new[] { 8, 9 })]
    [InlineData(7, new[] { 8, 9 })]
    [InlineData(8, new[] { 9 })]
    [InlineData(9, new int[0])]
    [InlineData(10, new int[0])]
    public void Whoever_knows_some_changes_is_told_those_behind_them_and_how_many_are_left_out(int known, int[] told)
    {
        var behind = History.Behind(known);

        Assert.Equal(told, behind.Select(change => change.Run));
        Assert.Equal(Math.Max(0, 9 - known), behind.Sum(change => change.CountChanges()));
    }

    private static JobEvent Event(int number) => new(TestJobs.Start, JobStatus.Running, number, null, null);
}
