using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsvHelper;
using CsvHelper.Configuration;
using Gristmill.Plugins;

namespace Gristmill.BuiltIn.Formats;

/// <summary>Rows as comma-separated values.</summary>
/// <param name="delimiter">What separates values.</param>
/// <param name="readValues">Whether values become numbers, true, false and null where they read so.</param>
internal sealed class Csv(string delimiter, bool readValues)
{
    private readonly CsvConfiguration _configuration = new(CultureInfo.InvariantCulture)
    {
        Delimiter = delimiter.Length > 0 ? delimiter : throw new TaskFailedException("a delimiter is needed"),
        NewLine = "\n",
    };

    public async IAsyncEnumerable<JsonObject> ReadAsync(string file, [EnumeratorCancellation] CancellationToken stopping)
    {
        using var csv = new CsvParser(new StreamReader(file), _configuration);
        if (await ReadAsync(csv) is not { } names)
            yield break;
        if (names.CountBy(name => name).FirstOrDefault(name => name.Value > 1) is { Key: { } twice })
            throw new TaskFailedException($"the first row of the CSV has two columns named '{twice}'");
        while (await ReadAsync(csv) is { } values)
        {
            stopping.ThrowIfCancellationRequested();
            if (values.Length != names.Length)
                throw new TaskFailedException($"row {csv.Row} of the CSV has {values.Length} values; the first row has {names.Length} names");
            var row = new JsonObject();
            for (var i = 0; i < names.Length; i++)
                row[names[i]] = Value(values[i]);
            yield return row;
        }
    }

    private static async Task<string[]?> ReadAsync(CsvParser csv)
    {
        try
        {
            return await csv.ReadAsync() ? csv.Record : null;
        }
        catch (BadDataException e)
        {
            throw new TaskFailedException($"row {csv.Row} of the CSV has a quotation mark inside a value: put the value in quotation marks, and each of its own twice", e);
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
        var writer = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        var csv = new CsvWriter(writer, _configuration);
        await using (csv)
        {
            foreach (var column in columns)
                csv.WriteField(column);
            if (columns.Count > 0)
                await csv.NextRecordAsync();
            long count = 0;
            await foreach (var row in rows)
            {
                foreach (var column in columns)
                    csv.WriteField(Text(row[column]));
                await csv.NextRecordAsync();
                count++;
            }
            return count;
        }
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
        if (text is not ("true" or "false") && (text[0] is not ('-' or (>= '0' and <= '9')) || text[^1] is not (>= '0' and <= '9')))
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
