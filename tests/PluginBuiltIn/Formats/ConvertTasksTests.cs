using System.Text;
using Gristmill.BuiltIn.Formats;

namespace Gristmill.BuiltIn.Tests.Formats;

/// <summary>Rows of data in one format and in another.</summary>
public sealed class ConvertTasksTests : IDisposable
{
    private const string Table = "name,note,n\nAda,\"a \"\"b\"\",\nc\",1\nBob,,2.50\n";

    private readonly TaskHarness _harness = new();
    private readonly BuiltInOptions _options = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task Csv_becomes_objects_of_text() => Assert.Equal(
        """
        {"name":"Ada","note":"a \"b\",\nc","n":"1"}
        {"name":"Bob","note":"","n":"2.50"}

        """,
        await ConvertAsync(Format.Csv, Format.Ndjson, Table));

    [Fact]
    public async Task Values_of_csv_are_read_if_they_are_to_be()
    {
        var table = "a,b,c,d,e,f,g\n2.50,-1,true,007,1e3,,x\n";

        var result = await _harness.RunAsync(task =>
            new ConvertTasks(_options).Convert(task, Format.Csv, Format.Ndjson, text: table, readValues: true));

        Assert.Equal("""{"a":2.50,"b":-1,"c":true,"d":"007","e":1e3,"f":null,"g":"x"}""" + "\n", result.Text);
    }

    [Theory]
    [InlineData(Format.Json)]
    [InlineData(Format.Ndjson)]
    [InlineData(Format.Csv)]
    public async Task What_is_converted_and_converted_back_is_the_same(Format format)
    {
        var there = await ConvertAsync(Format.Csv, format, Table);

        Assert.Equal(Table, await ConvertAsync(format, Format.Csv, there));
    }

    [Fact]
    public async Task Csv_has_a_column_for_every_name_and_nested_values_as_json() => Assert.Equal(
        "a,b,c\n1,,\nü,\"{\"\"x\"\":[1,\"\"y\"\"]}\",true\n",
        await ConvertAsync(Format.Json, Format.Csv, """[{"a":1},{"b":{"x":[1,"y"]},"a":"ü","c":true}]"""));

    [Fact]
    public async Task Spaces_and_nothing_at_all_survive_csv()
    {
        var table = await ConvertAsync(Format.Json, Format.Csv, """[{"a":" x "},{"a":null},{"a":"y z"}]""");

        Assert.Equal("a\n\" x \"\n\"\"\ny z\n", table);
        Assert.Equal("""{"a":" x "}""" + "\n" + """{"a":""}""" + "\n" + """{"a":"y z"}""" + "\n",
            await ConvertAsync(Format.Csv, Format.Ndjson, table));
    }

    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("||", "\"||\"")]
    [InlineData("\"", "\"\\\"\"")]
    [InlineData("§", "\"§\"")]
    public async Task A_delimiter_that_csv_cannot_have_is_refused(string delimiter, string received)
    {
        var error = await Assert.ThrowsAsync<TaskFailedException>(() => _harness.RunAsync(task =>
            new ConvertTasks(_options).Convert(task, Format.Csv, Format.Json, text: "a", delimiter: delimiter)));

        Assert.Equal(
            $"the delimiter must be one ASCII character, and neither a quotation mark nor a line break; received: {received}", error.Message);
    }

    [Fact]
    public async Task Nothing_becomes_nothing()
    {
        Assert.Equal("[\n]\n", await ConvertAsync(Format.Csv, Format.Json, ""));
        Assert.Equal("", await ConvertAsync(Format.Json, Format.Csv, "[]"));
    }

    [Theory]
    [InlineData(Format.Csv, "a,a\n1,2", "the first row of the CSV has two columns named 'a'")]
    [InlineData(Format.Csv, "a,b\n1,x\"y\"",
        "row 2 of the CSV has a quotation mark inside a value, or none at the end of one that began with it: ")]
    [InlineData(Format.Csv, "a,b\n1,2\n3,\"4\n",
        "row 3 of the CSV has a quotation mark inside a value, or none at the end of one that began with it: ")]
    [InlineData(Format.Csv, "a,b\n1,2\n3", "row 3 of the CSV has 1 values; the first row has 2 names")]
    [InlineData(Format.Json, "[{},5]", "element 1 of the JSON is no object: 5")]
    [InlineData(Format.Json, "[{},{\"a\"", "the data is no JSON array, from element ")]
    [InlineData(Format.Json, "a,b", "the data is no JSON array, from element 0 on: ")]
    [InlineData(Format.Ndjson, "{}\n\n[1]", "line 3 of the JSON is no object: [1]")]
    [InlineData(Format.Ndjson, "{}\n{", "line 2 is not JSON: ")]
    public async Task What_is_wrong_is_told_with_its_place(Format from, string text, string message)
    {
        var error = await Assert.ThrowsAsync<TaskFailedException>(() => ConvertAsync(from, Format.Json, text));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_converted_into_an_artifact()
    {
        var file = new FileInfo(Path.Combine(_harness.Context.Folder, "table.csv"));
        await File.WriteAllTextAsync(file.FullName, "a;b\n1;2\n", TestContext.Current.CancellationToken);

        var result = await _harness.RunAsync(task =>
            new ConvertTasks(_options).Convert(task, Format.Csv, Format.Json, file, keep: "table.json", delimiter: ";"));

        Assert.Equal((1L, null, "table.json"), (result.Rows, result.Text, result.Kept!.Name));
        Assert.Equal("[\n{\"a\":\"1\",\"b\":\"2\"}\n]\n", Encoding.UTF8.GetString(_harness.Artifacts["table.json"]));
    }

    [Fact]
    public async Task A_file_of_the_silos_machine_must_be_in_a_folder_that_is_allowed()
    {
        var folder = Directory.CreateTempSubdirectory("convert-");
        var file = new FileInfo(Path.Combine(folder.FullName, "table.csv"));
        await File.WriteAllTextAsync(file.FullName, "a\n1\n", TestContext.Current.CancellationToken);
        var link = new FileInfo(Path.Combine(_harness.Context.Folder, "linked.csv"));
        link.CreateAsSymbolicLink(file.FullName);

        Assert.Contains(":Folders", (await Assert.ThrowsAsync<NotAllowedException>(() => ConvertAsync(file))).Message,
            StringComparison.Ordinal);
        await Assert.ThrowsAsync<NotAllowedException>(() => ConvertAsync(link));
        _options.Folders = [folder.FullName];
        Assert.Equal(1, (await ConvertAsync(file)).Rows);
        folder.Delete(recursive: true);
        Assert.Equal($"there is no file {file.FullName} on this silo",
            (await Assert.ThrowsAsync<TaskFailedException>(() => ConvertAsync(file))).Message);

        async Task<ConvertResult> ConvertAsync(FileInfo from)
        {
            using var harness = new TaskHarness();
            return await harness.RunAsync(task => new ConvertTasks(_options).Convert(task, Format.Csv, Format.Json, from));
        }
    }

    [Fact]
    public async Task What_is_too_large_for_a_result_must_be_kept()
    {
        var rows = string.Concat(Enumerable.Repeat("{\"a\":\"0123456789\"}\n", 20_000));

        var error = await Assert.ThrowsAsync<TaskFailedException>(() => ConvertAsync(Format.Ndjson, Format.Json, rows));

        Assert.Equal("what comes out is larger than 262,144 bytes; give a name to keep it under", error.Message);
    }

    [Fact]
    public void The_list_says_what_converts_to_what()
    {
        Assert.Equal(["csv", "json", "ndjson"], ConvertTasks.Validators().Select(format => format.From));
        Assert.Equal(["csv", "json"], Assert.Single(ConvertTasks.Validators(Format.Ndjson)).To);
    }

    private async Task<string> ConvertAsync(Format from, Format to, string text)
    {
        using var harness = new TaskHarness();
        return (await harness.RunAsync(task => new ConvertTasks(_options).Convert(task, from, to, text: text))).Text!;
    }
}
