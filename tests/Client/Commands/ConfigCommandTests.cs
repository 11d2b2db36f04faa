using Gristmill.Client.Tests.Fakes;

namespace Gristmill.Client.Tests.Commands;

public sealed class ConfigCommandTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("gristmill-config-");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gristmill-config-here-");
    private readonly Dictionary<string, string> _variables = [];

    private string ClusterFile => Path.Combine(_data.FullName, "appsettings.json");

    private string FolderFile => Path.Combine(_folder.FullName, "appsettings.json");

    public void Dispose()
    {
        _data.Delete(recursive: true);
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Each_value_is_listed_with_where_it_comes_from_and_the_later_place_counts()
    {
        await File.WriteAllTextAsync(ClusterFile,
            """{"Concurrency": 3, "LogLines": 5, "Queues": ["a", "b", "c"], "KeepSucceeded": "30d"}""", Cancel);
        await File.WriteAllTextAsync(FolderFile, """{"Concurrency": 4, "Queues": ["only"]}""", Cancel);
        _variables["gristmill__Concurrency"] = "5";

        var (exit, output, _) = await RunAsync("config", "list", "--output", "json");

        Assert.Equal(0, exit);
        var lines = output.Split('\n');
        Assert.Contains("""{"name":"Concurrency","value":5,"source":"environment","place":"GRISTMILL__Concurrency"}""", lines);
        Assert.Contains($$"""{"name":"LogLines","value":5,"source":"cluster","place":"{{ClusterFile}}"}""", lines);
        Assert.Contains($$"""{"name":"Queues","value":["only"],"source":"folder","place":"{{FolderFile}}"}""", lines);
        Assert.Contains($$"""{"name":"KeepSucceeded","value":"30.00:00:00","source":"cluster","place":"{{ClusterFile}}"}""",
            lines);
        Assert.Contains("""{"name":"ShutdownGrace","value":"00:00:25","source":"default","place":null}""", lines);
        Assert.Contains($$"""{"name":"Data","value":"{{_data.FullName}}","source":"flag","place":"--data"}""", lines);
    }

    [Fact]
    public async Task A_value_is_got_alone_for_scripts()
    {
        await RunAsync("config", "set", "queues", "default, reports");

        Assert.Equal((0, "default,reports\n", ""), await RunAsync("config", "get", "Queues"));
    }

    [Fact]
    public async Task What_is_set_is_read_by_silos_and_leaves_all_else_in_the_file_as_it_was()
    {
        await File.WriteAllTextAsync(ClusterFile, """
            {
              // Two machines share it.
              "Concurrency": 4, // measured
              "LogLevel": "Information" /* chatty */
            }

            """, Cancel);

        Assert.Equal(0, (await RunAsync("config", "set", "concurrency", "8")).Exit);
        Assert.Equal(0, (await RunAsync("config", "set", "KeepFailed", "90d")).Exit);

        Assert.Equal("""
            {
              // Two machines share it.
              "Concurrency": 8, // measured
              "LogLevel": "Information", /* chatty */
              "KeepFailed": "90d"
            }

            """, await File.ReadAllTextAsync(ClusterFile, Cancel));
        Assert.Equal("90.00:00:00\n", (await RunAsync("config", "get", "KeepFailed")).Output);
    }

    [Fact]
    public async Task What_is_removed_is_as_it_is_by_default()
    {
        foreach (var (name, value) in new[] { ("Concurrency", "8"), ("LogLines", "7"), ("KeepFailed", "90d") })
            await RunAsync("config", "set", name, value);

        Assert.Equal(0, (await RunAsync("config", "rm", "KeepFailed")).Exit);
        Assert.Equal(0, (await RunAsync("config", "rm", "concurrency")).Exit);

        Assert.Equal("{\n  \"LogLines\": 7\n}\n", (await File.ReadAllTextAsync(ClusterFile, Cancel)).ReplaceLineEndings("\n"));
        Assert.Equal("30.00:00:00\n", (await RunAsync("config", "get", "KeepFailed")).Output);
    }

    [Theory]
    [InlineData("concurrency: it must be 1 to 1,000", "set", "Concurrency", "5000")]
    [InlineData("concurrency: 'many' is no number", "set", "Concurrency", "many")]
    [InlineData("keepsucceeded: '7' is no span of time; give 30s, 5m", "set", "KeepSucceeded", "7")]
    [InlineData("loglevel: 'Loud' is no Trace, Debug", "set", "LogLevel", "Loud")]
    [InlineData("queues: \"x y\": a queue's name must be", "set", "Queues", "default,x y")]
    [InlineData("queues: \"critical=0\": a queue's weight must be a whole number from 1 to 1,000, such as critical=3", "set",
        "Queues", "critical=0,default")]
    [InlineData("queues: \"critical=1001\": a queue's weight must be", "set", "Queues", "critical=1001")]
    [InlineData("queues: \"critical=\": a queue's weight must be", "set", "Queues", "critical=")]
    [InlineData("queues: \"default\" is named twice", "set", "Queues", "default=2,default")]
    [InlineData("http: http://0.0.0.0:80 can be reached by other machines, and there is no key yet", "set", "Http",
        "http://0.0.0.0:80")]
    [InlineData("name: every silo has its own", "set", "Name", "one")]
    [InlineData("Concurency: there is no such option; did you mean 'Concurrency'?", "set", "Concurency", "5")]
    [InlineData("Plugins: there is no such option", "set", "Plugins", "5")]
    [InlineData("plugins:gristmil: there is no plugin 'gristmil'; did you mean 'gristmill'?", "set", "Plugins:gristmil:HttpBytes",
        "5")]
    [InlineData("HttpBytes is -1: it must be 1 byte to 1 TiB", "set", "Plugins:gristmill:HttpBytes", "-1")]
    [InlineData("Hots is unknown; there is Programs", "set", "Plugins:gristmill:Hots", "[\"example.org\"]")]
    [InlineData("LogLines is not set in ", "rm", "LogLines")]
    [InlineData("Plugins:gristmill:Hosts is not set", "get", "Plugins:gristmill:Hosts")]
    public async Task What_a_silo_would_refuse_is_refused_and_nothing_is_written(string says, params string[] typed)
    {
        await File.WriteAllTextAsync(ClusterFile, """{"Concurrency": 4}""", Cancel);

        var (exit, output, errors) = await RunAsync(["config", .. typed]);

        Assert.Equal((2, ""), (exit, output));
        Assert.Contains(says, errors, StringComparison.Ordinal);
        Assert.Equal("""{"Concurrency": 4}""", await File.ReadAllTextAsync(ClusterFile, Cancel));
    }

    [Fact]
    public async Task A_plugins_settings_are_set_in_its_section()
    {
        Assert.Equal(0, (await RunAsync("config", "set", "plugins:gristmill:Programs", """["convert"]""")).Exit);
        Assert.Equal(0, (await RunAsync("config", "set", "Plugins:gristmill:HttpBytes", "1024")).Exit);

        Assert.Equal("convert\n", (await RunAsync("config", "get", "Plugins:gristmill:Programs:0")).Output);
        Assert.Equal(["Plugins:gristmill:HttpBytes", "Plugins:gristmill:Programs:0"],
            (await RunAsync("config", "get", "Plugins:gristmill")).Output.Split('\n').Skip(1).SkipLast(1).Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task Check_tells_all_faults_at_once_and_where_each_was_set()
    {
        await File.WriteAllTextAsync(ClusterFile,
            """{"Concurency": 4, "CancelGrace": "2d", "Plugins": {"gristmill": {"HttpBytes": 0}}}""", Cancel);
        _variables["GRISTMILL__LogLines"] = "0";

        var (exit, _, errors) = await RunAsync("config", "check");

        Assert.Equal(2, exit);
        Assert.Equal(
        [
            $"gristmill: concurency: there is no such option; did you mean 'Concurrency'? ({ClusterFile})",
            $"gristmill: cancelgrace: it must be 1 second to 1 hour ({ClusterFile})",
            "gristmill: loglines: it must be 1 to 1,000,000 lines (GRISTMILL__LogLines)",
            "gristmill: plugins:gristmill: version 0.1.0 cannot be used: its settings (GRISTMILL__Plugins__gristmill__KEY) are wrong: HttpBytes is 0: it must be 1 byte to 1 TiB",
        ], errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Nothing_wrong_is_told_too()
    {
        Assert.Equal((0, "", "gristmill: nothing is wrong\n"), await RunAsync("config", "check"));
    }

    [Fact]
    public async Task A_file_that_is_no_settings_is_told_and_left_alone()
    {
        await File.WriteAllTextAsync(ClusterFile, """{"Concurrency": """, Cancel);

        foreach (var typed in new string[][] { ["check"], ["set", "LogLines", "5"] })
        {
            var (exit, _, errors) = await RunAsync(["config", .. typed]);
            Assert.Equal((2, true), (exit, errors.Contains(ClusterFile, StringComparison.Ordinal)));
        }

        Assert.Equal("""{"Concurrency": """, await File.ReadAllTextAsync(ClusterFile, Cancel));
    }

    [Fact]
    public async Task What_a_variable_overrides_is_said()
    {
        _variables["GRISTMILL__LogLines"] = "9";

        var (exit, _, errors) = await RunAsync("config", "set", "LogLines", "5");

        Assert.Equal(0, exit);
        Assert.Contains($"GRISTMILL__LogLines counts more than {ClusterFile}", errors, StringComparison.Ordinal);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<(int Exit, string Output, string Errors)> RunAsync(params string[] typed)
    {
        using var console = new TestConsole(new FakeCluster()) { Folder = _folder.FullName };
        foreach (var (name, value) in _variables)
            console.Variables[name] = value;
        return (await console.RunAsync([.. typed, "--data", _data.FullName]), console.Output, console.Errors);
    }
}
