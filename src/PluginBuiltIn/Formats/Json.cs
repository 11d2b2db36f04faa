using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gristmill.Plugins;

namespace Gristmill.BuiltIn.Formats;

/// <summary>Rows as JSON objects: in an array, or one a line.</summary>
internal static class Json
{
    /// <summary>Text as it is: only what JSON demands is escaped.</summary>
    public static readonly JsonSerializerOptions Text = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async IAsyncEnumerable<JsonObject> ReadArrayAsync(string file,
        [EnumeratorCancellation] CancellationToken stopping)
    {
        var from = File.OpenRead(file);
        await using (from)
        {
            await using var nodes = JsonSerializer.DeserializeAsyncEnumerable<JsonNode>(from, cancellationToken: stopping)
                .GetAsyncEnumerator(stopping);
            for (var row = 0; await MoveAsync(nodes, row); row++)
                yield return Row(nodes.Current, $"element {row}");
        }
    }

    public static async IAsyncEnumerable<JsonObject> ReadLinesAsync(string file,
        [EnumeratorCancellation] CancellationToken stopping)
    {
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(file, stopping))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
                yield return Row(Parse(line, number), $"line {number}");
        }
    }

    public static async Task<long> WriteArrayAsync(Stream to, IAsyncEnumerable<JsonObject> rows)
    {
        long count = 0;
        await to.WriteAsync("["u8.ToArray());
        await foreach (var row in rows)
        {
            await to.WriteAsync(count++ == 0 ? "\n"u8.ToArray() : ",\n"u8.ToArray());
            await JsonSerializer.SerializeAsync(to, row, Text);
        }
        await to.WriteAsync("\n]\n"u8.ToArray());
        return count;
    }

    public static async Task<long> WriteLinesAsync(Stream to, IAsyncEnumerable<JsonObject> rows)
    {
        long count = 0;
        await foreach (var row in rows)
        {
            await JsonSerializer.SerializeAsync(to, row, Text);
            to.WriteByte((byte)'\n');
            count++;
        }
        return count;
    }

    private static async ValueTask<bool> MoveAsync(IAsyncEnumerator<JsonNode?> nodes, int row)
    {
        try
        {
            return await nodes.MoveNextAsync();
        }
        catch (JsonException e)
        {
            throw new TaskFailedException($"the data is no JSON array, from element {row} on: {e.Message}", e);
        }
    }

    private static JsonNode? Parse(string line, int number)
    {
        try
        {
            return JsonNode.Parse(line);
        }
        catch (JsonException e)
        {
            throw new TaskFailedException($"line {number} is not JSON: {e.Message}", e);
        }
    }

    private static JsonObject Row(JsonNode? node, string where) => node as JsonObject
        ?? throw new TaskFailedException($"{where} of the JSON is no object: {node?.ToJsonString(Text) ?? "null"}");
}
