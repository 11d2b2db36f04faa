using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Gristmill.Api.Tests;

public sealed class BulkTests(OpenSilo silo)
{
    private const string Good = $$"""{"task": "{{ApiSilo.Fibonacci}}", "args": [1]}""";

    [Fact]
    public async Task Every_line_is_answered_in_order_whatever_the_others_are()
    {
        using var answer =
            await silo.SendAsync(HttpMethod.Post, "/api/v1/jobs/bulk", $"{Good}\n{{\"task\":\n\n{Good}\n",
            "application/x-ndjson");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var lines = (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))
                .ToArray();

        Assert.Equal([1, 2, 4], lines.Select(line => line.GetProperty("line").GetInt32()));
        Assert.StartsWith("the line is no JSON: ", lines[1].GetProperty("error").GetProperty("message").GetString(),
            StringComparison.Ordinal);
        await silo.Jobs.Job(lines[2].GetProperty("id").GetGuid()).WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_line_is_answered_before_the_next_one_is_sent()
    {
        using var socket = new System.Net.Sockets.TcpClient(silo.Url.Host, silo.Url.Port);
        await using var stream = socket.GetStream();
        using var reader = new StreamReader(stream);
        async Task SendAsync(string text) =>
            await stream.WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
        async Task SendLineAsync(string line) => await SendAsync($"{line.Length + 1:x}\r\n{line}\n\r\n");
        async Task<int> AnswerAsync()
        {
            string? line;
            do line = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
            while (line is not null && !line.StartsWith('{'));
            return JsonSerializer.Deserialize<JsonElement>(line!).GetProperty("line").GetInt32();
        }

        await SendAsync($"POST /api/v1/jobs/bulk HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
        await SendLineAsync(Good);
        Assert.Equal(1, await AnswerAsync());
        await SendLineAsync(Good);
        Assert.Equal(2, await AnswerAsync());
    }

    [Fact]
    public async Task More_is_taken_than_any_other_body_may_hold()
    {
        var padded = Good.Replace("}", $", \"title\": \"{new string('x', 100)}\", \"delay\": \"1d\"}}", StringComparison.Ordinal);
        var lines = (9 << 20) / padded.Length;
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Repeat(padded, lines))));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");

        using var answer = await silo.Http.PostAsync("/api/v1/jobs/bulk", body, TestContext.Current.CancellationToken);

        Assert.Equal(lines,
            (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n').Count(line => line.Contains("\"id\"", StringComparison.Ordinal)));
    }
}
