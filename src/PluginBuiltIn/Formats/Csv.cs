using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsvHelper;
using Gristmill.Plugins;

namespace Gristmill.BuiltIn.Formats;

/// <summary>Rows as comma-separated values.</summary>
/// <param name="delimiter">What separates values.</param>
/// <param name="readValues">Whether values become numbers, true, false and null where they read so.</param>
internal sealed class Csv(string delimiter, bool readValues)
{
    private readonly char _separator = delimiter is [var c] && char.IsAscii(c) && c is not ('"' or '\r' or '\n')
        ? c
        : throw new TaskFailedException(
            $"the delimiter must be one ASCII character, and neither a quotation mark nor a line break; received: {JsonValue.Create(delimiter).ToJsonString(Json.Text)}");

    public async IAsyncEnumerable<JsonObject> ReadAsync(string file, [EnumeratorCancellation] CancellationToken stopping)
    {
        await using var csv = CsvReader.FromFile(file, new CsvReaderOptions
        {
            Separator = _separator,
            HasHeader = false,
            MalformedData = CsvMalformedDataHandling.Throw,
        });
        if (await ReadAsync(csv, stopping) is not { } names)
            yield break;
        if (names.CountBy(name => name).FirstOrDefault(name => name.Value > 1) is { Key: { } twice })
            throw new TaskFailedException($"the first row of the CSV has two columns named '{twice}'");
        while (await ReadAsync(csv, stopping) is { } values)
        {
            if (values.Length != names.Length)
                throw new TaskFailedException(
                    $"row {csv.RowNumber} of the CSV has {values.Length} values; the first row has {names.Length} names");
            var row = new JsonObject();
            for (var i = 0; i < names.Length; i++)
                row[names[i]] = Value(values[i]);
            yield return row;
        }
    }

    private static async Task<string[]?> ReadAsync(CsvReader csv, CancellationToken stopping)
    {
        stopping.ThrowIfCancellationRequested();
        try
        {
            return await csv.ReadAsync(stopping) ? [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)] : null;
        }
        catch (CsvFormatException e)
        {
            throw new TaskFailedException(
                $"row {e.RecordNumber} of the CSV has a quotation mark inside a value, or none at the end of one that began with it: " +
                "put the value in quotation marks, and each of its own twice", e);
        }
    }

    public static async Task<IReadOnlyList<string>> ColumnsAsync(IAsyncEnumerable<JsonObject> rows)
    {
        var columns = new OrderedDictionary<string, bool>();
        await foreach (var row in rows)
            foreach (var (name, _) in row)
                columns.TryAdd(name, true);
        return columns.Keys;
    }

    public async Task<long> WriteAsync(Stream to, IReadOnlyList<string> columns, IAsyncEnumerable<JsonObject> rows)
    {
        // Spaces at the ends of a value stay for those who trim values that are not in quotation marks.
        var options =
            new CsvWriterOptions { Separator = _separator, NewLine = "\n", Quoting = CsvQuoting.WhenNeededOrWhitespace };
        await using var csv = CsvWriter.Create(to, options, leaveOpen: true);
        if (columns.Count > 0)
            await csv.WriteRecordAsync([.. columns]);
        long count = 0;
        await foreach (var row in rows)
        {
            if (columns.Count > 0)
                await csv.WriteRecordAsync([.. columns.Select(column => Text(row[column]))]);
            count++;
        }
        return count;
    }

    private static string? Text(JsonNode? value) =>
        value is JsonValue plain && plain.TryGetValue<string>(out var text) ? text : value?.ToJsonString(Json.Text);

    private JsonNode? Value(string text)
    {
        if (!readValues)
            return text;
        if (text.Length == 0)
            return null;
        // What JSON takes for a number stays as it was written: 1.10, and 12345678901234567890; 007 and +1 are text.
        if (text is not ("true" or "false")
            && (text[0] is not ('-' or (>= '0' and <= '9')) || text[^1] is not (>= '0' and <= '9')))
            return text;
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
