using Gristmill.Grains.Jobs;

namespace Gristmill.Jobs;

/// <summary>What a held call of a waiting client answers, and when.</summary>
public sealed class WaitingClientTests
{
    private readonly WaitingClient _client = new();

    [Fact]
    public void A_call_is_held_until_a_job_ends()
    {
        var held = _client.Hold(1);
        Assert.False(held.IsCompleted);
        Assert.True(_client.IsHeld);

        var view = End();

        Assert.True(held.IsCompleted);
        Assert.Equal([view], _client.Take().Ended);
    }

    [Fact]
    public void A_job_that_there_is_not_is_an_answer()
    {
        var held = _client.Hold(1);
        var job = Guid.NewGuid();
        _client.Add(job, null);
        Assert.True(held.IsCompleted);
        Assert.Equal([job], _client.Take().Unknown);
    }

    [Fact]
    public void Another_call_takes_its_place()
    {
        var (first, second) = (_client.Hold(1), _client.Hold(2));
        Assert.True(first.IsCompleted);
        Assert.False(second.IsCompleted);
        Assert.Equal(2, _client.Since);
        Assert.Empty(_client.Take().Ended);
    }

    [Fact]
    public void What_ends_between_two_calls_is_answered_at_once()
    {
        var view = End();
        Assert.True(_client.Hold(1).IsCompleted);
        Assert.Equal([view], _client.Take().Ended);
        Assert.False(_client.Hold(2).IsCompleted);
    }

    [Fact]
    public void Great_results_come_in_several_answers()
    {
        for (var i = 0; i < 5; i++)
            End(new string('x', 1 << 20));

        Assert.Equal(4, _client.Take().Ended.Length);
        Assert.True(_client.Hold(1).IsCompleted);
        Assert.Single(_client.Take().Ended);
    }

    private JobView End(string? result = null)
    {
        var view = (TestJobs.In(JobStatus.Success) with { Result = result }).ToView();
        _client.Add(view.Id, view);
        return view;
    }
}
