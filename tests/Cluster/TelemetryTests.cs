namespace Gristmill.Cluster;

/// <summary>What silos and the console export by OTLP, as a collector receives it.</summary>
public sealed class TelemetryTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    private static readonly byte[] TraceId = Convert.FromHexString(Trace);

    [Fact]
    public async Task Spans_of_console_and_silo_are_of_one_trace_and_arrive_with_metrics_and_logs()
    {
        await using var collector = await Collector.StartAsync();
        await using var cluster = new TestCluster();
        await File.WriteAllTextAsync(Path.Combine(cluster.Data, "appsettings.json"),
            $$"""{"Otlp": "{{collector.Url}}", "LogLevel": "Information"}""", TestContext.Current.CancellationToken);
        var silo = await cluster.AddSiloAsync("one");

        await using var console = ProgramRun.Start("ConsoleProgram",
        [
            new("TRACEPARENT", $"00-{Trace}-b7ad6b7169203331-01"), new("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url),
            new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ], "run", "gwexample.analyses.tasks.fibonacci", "10", "--data", cluster.Data);
        Assert.Equal(0, await console.ExitAsync());
        Assert.Equal("55", console.Output);
        Assert.True(collector.Has("traces", TraceId, "submit gwexample.analyses.tasks.fibonacci"),
            "the console's span has come when it has ended");

        // What has not been sent is sent when the silo stops.
        silo.Signal(PosixSignals.Terminate);
        Assert.Equal(0, await silo.ExitAsync());
        Assert.True(collector.Has("traces", TraceId, "run gwexample.analyses.tasks.fibonacci", "gristmill-silo", "one"),
            "the run belongs to the console's trace");
        Assert.True(collector.Has("traces", TraceId, "finish"));
        foreach (var metric in new[] { "gristmill.jobs.submitted", "gristmill.jobs.finished", "gristmill.runs.ended",
            "gristmill.run.duration", "gristmill.job.wait", "gristmill.slots" })
            Assert.True(collector.Has("metrics", metric), metric);
        Assert.True(collector.Has("metrics", "dotnet.gc.collections"));
        Assert.True(collector.Has("logs", "Application is shutting down..."));
    }

    [Fact]
    public async Task A_silo_that_has_nowhere_to_send_to_says_what_is_wrong()
    {
        await using var silo = ProgramRun.Start("SiloProgram", [new("GRISTMILL__Otlp", "collector:4318")], "--http", "off");

        Assert.Equal(2, await silo.ExitAsync());

        Assert.Contains("otlp: \"collector:4318\" is neither off nor the URL of a collector", silo.Errors,
            StringComparison.Ordinal);
        Assert.Contains("(GRISTMILL__Otlp)", silo.Errors, StringComparison.Ordinal);
    }
}
