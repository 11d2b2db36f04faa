namespace Gristmill.Cluster;

/// <summary>The plugin that comes with every silo, on a silo.</summary>
public sealed class BuiltInTests
{
    [Fact]
    public async Task A_file_is_converted_and_what_is_not_allowed_is_refused_with_the_setting_that_would()
    {
        await using var cluster = await TestCluster.StartAsync("one");
        var file = Path.Combine(cluster.Data, "table.csv");
        await File.WriteAllTextAsync(file, "name,n\nAda,1\n", TestContext.Current.CancellationToken);

        var (exit, output, _) = await cluster.ConsoleAsync(
            "run", "gristmill.convert", "--arg", "from=csv", "--arg", "to=ndjson", "--arg", $"file=@{file}", "--arg", "readValues=true");
        Assert.Equal((0, """{"rows":1,"text":"{\"name\":\"Ada\",\"n\":1}\n","kept":null}"""), (exit, output));

        var refused = await cluster.ConsoleAsync("run", "gristmill.run", "rm");
        Assert.Equal(1, refused.Exit);
        Assert.Contains("the program 'rm' is not allowed on this silo; its operator allows it by adding \"rm\" to ", refused.Errors, StringComparison.Ordinal);
    }
}
