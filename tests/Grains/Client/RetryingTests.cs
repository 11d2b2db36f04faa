using Gristmill.BuiltIn.Tests;

namespace Gristmill;

/// <summary>How long a client goes on when silos are lost under its calls.</summary>
public sealed class RetryingTests
{
    private readonly ImpatientClock _clock = new(TimeSpan.FromSeconds(1));
    private readonly Retrying _retrying;

    public RetryingTests() => _retrying = new Retrying(_clock);

    [Fact]
    public async Task A_call_is_repeated_until_it_is_answered()
    {
        var calls = 0;
        var answer = await _retrying.RunAsync(() => ++calls < 3 ? throw new TimeoutException() : Task.FromResult(42));
        Assert.Equal((42, 3), (answer, calls));
    }

    [Fact]
    public async Task Twenty_seconds_without_an_answer_are_enough()
    {
        var calls = 0;
        await Assert.ThrowsAsync<TimeoutException>(() => _retrying.RunAsync(() => Lost(ref calls, TimeSpan.FromSeconds(11))));
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task As_long_as_other_calls_are_answered_one_may_fail_for_two_minutes()
    {
        var calls = 0;
        await Assert.ThrowsAsync<TimeoutException>(() => _retrying.RunAsync(async () =>
        {
            await _retrying.RunAsync(() => Task.FromResult("alive"));
            return await Lost(ref calls, TimeSpan.FromSeconds(15));
        }));
        Assert.Equal(9, calls);
    }

    [Fact]
    public async Task A_call_that_silos_break_off_one_after_the_other_by_their_death_is_repeated_for_two_minutes()
    {
        var calls = 0;
        await Assert.ThrowsAsync<SiloLostException>(() => _retrying.RunAsync<int>(() =>
        {
            calls++;
            _clock.Advance(TimeSpan.FromSeconds(25));
            throw new SiloLostException();
        }));
        Assert.Equal(6, calls);
    }

    [Fact]
    public async Task What_a_silo_answered_is_no_loss_of_a_silo()
    {
        var calls = 0;
        await Assert.ThrowsAsync<UnknownJobException>(() =>
            _retrying.RunAsync<int>(() => { calls++; throw new UnknownJobException(Guid.Empty); }));
        Assert.Equal(1, calls);
    }

    private Task<int> Lost(ref int calls, TimeSpan after)
    {
        calls++;
        _clock.Advance(after);
        throw new TimeoutException();
    }
}
