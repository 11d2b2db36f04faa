using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Gristmill.Api.Tests;

public sealed class FollowTests(OpenSilo silo)
{
    [Fact]
    public async Task A_log_is_read_in_parts()
    {
        var id = await ChattyAsync(5);
        await silo.Jobs.Job(id).WaitAsync(TestContext.Current.CancellationToken);
        var all = (await silo.GetAsync($"/api/v1/jobs/{id}/logs")).GetProperty("lines").EnumerateArray().ToArray();

        var part = await silo.GetAsync($"/api/v1/jobs/{id}/logs?after=1&limit=2");

        Assert.True(all.Length >= 5);
        Assert.Equal(all[1..3].Select(line => line.GetRawText()),
            part.GetProperty("lines").EnumerateArray().Select(line => line.GetRawText()));
        Assert.Equal(3, part.GetProperty("next").GetInt32());
    }

    [Fact]
    public async Task A_log_is_followed_to_the_jobs_end_and_gone_on_with_where_it_was_left()
    {
        var id = await ChattyAsync(6);

        var events = await EventsAsync($"/api/v1/jobs/{id}/logs/follow");
        var rest = await EventsAsync($"/api/v1/jobs/{id}/logs/follow", ("Last-Event-ID", events[2].EventId!));

        Assert.Equal(Enumerable.Range(1, events.Length - 1).Select(number => $"{number}"),
            events[..^1].Select(item => item.EventId));
        Assert.All(events[..^1], item => Assert.Equal("line", item.EventType));
        Assert.Equal("end", events[^1].EventType);
        Assert.Equal(events[3..].Select(item => item.Data), rest.Select(item => item.Data));
    }

    [Fact]
    public async Task A_job_is_followed_from_status_to_status_to_its_end()
    {
        var id = await ChattyAsync(3);

        var events = await EventsAsync($"/api/v1/jobs/{id}/events");
        var rest = await EventsAsync($"/api/v1/jobs/{id}/events", ("Last-Event-ID", "1"));

        Assert.Equal(["Queued", "Running", "Success"], events.Where(item => item.EventType == "status").Select(Status));
        Assert.Equal(["Running", "Success"], rest.Where(item => item.EventType == "status").Select(Status));
        Assert.Equal(("end", "Success"), (events[^1].EventType, Status(events[^1])));
    }

    [Theory]
    [InlineData("logs")]
    [InlineData("logs/follow")]
    [InlineData("events")]
    public async Task Nothing_is_told_of_a_job_that_does_not_exist(string what)
    {
        using var answer = await silo.SendAsync(HttpMethod.Get, $"/api/v1/jobs/{Guid.NewGuid()}/{what}");

        await ApiSilo.ProblemAsync(answer, 404);
    }

    [Theory]
    [InlineData("logs/follow")]
    [InlineData("events")]
    public async Task A_stream_has_its_headers_at_once_and_a_comment_whenever_nothing_has_happened_for_fifteen_seconds(string what)
    {
        var clock = new SilenceClock();
        await using var quiet = new ApiSilo(isOpen: true, clock);
        await quiet.InitializeAsync();
        var id = await quiet.SubmitAsync($$"""{"task": "{{ApiSilo.Chatty}}", "args": [1], "delay": "1d"}""");

        using var answer = await quiet.SendAsync(HttpMethod.Get, $"/api/v1/jobs/{id}/{what}");
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var comments = new List<string?>();
        while (comments.Count < 2)
            if (await lines.ReadLineAsync(TestContext.Current.CancellationToken) is ":")
                comments.Add(await lines.ReadLineAsync(TestContext.Current.CancellationToken));

        clock.Stop();
        Assert.Equal(["", ""], comments);
        Assert.Equal("no", Assert.Single(answer.Headers.GetValues("X-Accel-Buffering")));
        Assert.All(clock.Waited, time => Assert.Equal(TimeSpan.FromSeconds(15), time));
    }

    private Task<Guid> ChattyAsync(int lines) => silo.SubmitAsync($$"""{"task": "{{ApiSilo.Chatty}}", "args": [{{lines}}]}""");

    private async Task<SseItem<string>[]> EventsAsync(string path, params (string, string)[] headers)
    {
        using var answer = await silo.SendAsync(HttpMethod.Get, path, headers: headers);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        await using var stream = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        return await SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken).ToArrayAsync();
    }

    private static string? Status(SseItem<string> item) =>
        JsonSerializer.Deserialize<JsonElement>(item.Data).GetProperty("status").GetString();

    /// <summary>A clock on which the times that are waited for pass at once until it is stopped, and then never.</summary>
    private sealed class SilenceClock : TimeProvider
    {
        private readonly ConcurrentQueue<TimeSpan> _waited = [];
        private volatile bool _stopped;

        public TimeSpan[] Waited => [.. _waited];

        public void Stop() => _stopped = true;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _waited.Enqueue(dueTime);
            return base.CreateTimer(
                callback, state, _stopped ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        }
    }
}
