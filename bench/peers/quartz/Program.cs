// The Quartz.NET counterpart: client and workers in one process. Reads one request a line, {"do": NAME, ...}, and answers each with one
// line of JSON. Its argument is the SQLite file.
using System.Text.Json;
using Gristmill.Bench.Peers.Quartz;

var client = await QuartzClient.OpenAsync(args[0]);
Console.WriteLine(JsonSerializer.Serialize(new { version = $"Quartz.NET {typeof(Quartz.IScheduler).Assembly.GetName().Version?.ToString(3)}" }));
while (Console.ReadLine() is { } line)
{
    using var request = JsonDocument.Parse(line);
    object reply;
    try
    {
        reply = await client.DoAsync(request.RootElement);
    }
    catch (Exception error)
    {
        reply = new { error = error.Message };
    }
    Console.WriteLine(JsonSerializer.Serialize(reply));
}
await client.CloseAsync();
