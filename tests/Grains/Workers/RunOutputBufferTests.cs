using Gristmill.Grains.Pool;
using Gristmill.Plugins;

namespace Gristmill.Workers;

public sealed class RunOutputBufferTests : IAsyncLifetime
{
    private TestRuns _runs = null!;
    private PoolRun _run = null!;

    public async ValueTask InitializeAsync()
    {
        _runs = await TestRuns.StartAsync();
        _run = await _runs.ClaimAsync();
    }

    public ValueTask DisposeAsync() => _runs.DisposeAsync();

    [Fact]
    public async Task When_much_has_gathered_it_is_time_to_flush_before_the_interval_is_over()
    {
        Assert.True(Write("a little"));
        var full = _runs.OutputBuffer.FullAsync().AsTask();
        Assert.False(full.IsCompleted);

        Assert.True(Write(new string('x', RunOutputBuffer.FlushBytes)));

        Assert.True(await full);
        await _runs.OutputBuffer.FlushAsync();
        Assert.Equal(2, (await _runs.StoredAsync(_run)).Length);
    }

    [Fact]
    public async Task Nobody_is_told_to_flush_any_more_when_it_is_closed()
    {
        var full = _runs.OutputBuffer.FullAsync().AsTask();

        _runs.OutputBuffer.Close();

        Assert.False(await full);
    }

    [Fact]
    public async Task Lines_under_way_to_a_slow_store_count_against_the_bound()
    {
        var half = new string('x', RunOutputBuffer.MostBytes / 2 - 100);
        Task flush;
        using (_runs.StallStore())
        {
            Assert.True(Write(half));
            flush = _runs.OutputBuffer.FlushAsync();
            Assert.True(Write(half));

            Assert.False(Write(half));
            Assert.True(Write(half, always: true));
        }
        await flush;
        Assert.False(Write(half));

        await _runs.OutputBuffer.FlushAsync();

        Assert.True(Write(half));
    }

    [Fact]
    public async Task What_could_not_be_stored_is_stored_later_once_and_in_order()
    {
        Write("one");
        _runs.FailStore();
        await Assert.ThrowsAsync<StoreUnavailableException>(_runs.OutputBuffer.FlushAsync);
        Write("two");
        await Assert.ThrowsAsync<StoreUnavailableException>(_runs.OutputBuffer.FlushAsync);
        _runs.MendStore();
        Write("three");

        Assert.Equal(["Info: one", "Info: two", "Info: three"], await _runs.LogOfAsync(_run));
        Assert.Equal(["Info: one", "Info: two", "Info: three"], await _runs.LogOfAsync(_run));
    }

    [Fact]
    public async Task A_flush_answers_only_when_what_another_one_took_is_stored_too()
    {
        Task first, second;
        using (_runs.StallStore())
        {
            Write("one");
            first = _runs.OutputBuffer.FlushAsync();
            second = _runs.OutputBuffer.FlushAsync();
            Assert.False(second.IsCompleted);
        }
        await second;

        Assert.Single(await _runs.StoredAsync(_run));
        await first;
    }

    private bool Write(string text, bool always = false) =>
        _runs.OutputBuffer.TryWrite(_run, TaskLogLevel.Info, text, text.Length, always);
}
