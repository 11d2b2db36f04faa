using Gristmill.Core;
using Gristmill.Execution.Runs;
using Gristmill.Grains;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Gristmill.Hosting;

/// <summary>
/// Sends traces, metrics and logs by OTLP, if somebody has said where to. The standard's variables (<c>OTEL_*</c>) hold, too.
/// </summary>
public static class OpenTelemetryExport
{
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";

    public static void AddOpenTelemetryExport(this IHostApplicationBuilder builder, SiloOptions options)
    {
        if (options.Otlp is SiloOptions.NoOtlp || options.Otlp is null
            && string.IsNullOrEmpty(builder.Configuration[EndpointVariable]))
            return;
        builder.AddExport(options);
    }

    // In a method of its own, so that a silo which exports nothing loads nothing for it.
    private static void AddExport(this IHostApplicationBuilder builder, SiloOptions options)
    {
        // What tasks log is exported as well as kept with their jobs; the silo's own from its level on.
        builder.Logging.AddFilter<OpenTelemetryLoggerProvider>((_, level) =>
            level >= (RunLog.Current is null ? options.LogLevel : LogLevel.Information));
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => Describe(resource, "gristmill-silo", options.Name))
            // Tasks have sources of their own, which nobody knows beforehand.
            .WithTracing(traces => traces.AddSource(options.OtlpSources))
            .WithMetrics(metrics => metrics.AddMeter([Tracing.Name, "System.Runtime", .. options.OtlpMeters]))
            .WithLogging(configureBuilder: null, logs => logs.IncludeFormattedMessage = true);
        if (options.Otlp is null)
            telemetry.UseOtlpExporter();
        else
            telemetry.UseOtlpExporter(builder.Configuration[ProtocolVariable] is "grpc" ? OtlpExportProtocol.Grpc
                : OtlpExportProtocol.HttpProtobuf, new Uri(options.Otlp));
    }

    /// <summary>
    /// Sends the spans of a client's process to where the standard's variables say, until the answer is disposed of.
    /// </summary>
    public static IDisposable OfClient() => Sdk.CreateTracerProviderBuilder()
        .ConfigureResource(resource => Describe(resource, "gristmill", Environment.MachineName))
        .AddSource(Tracing.Name)
        .AddOtlpExporter()
        .Build();

    // The operator's OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES come last, and so count.
    private static void Describe(ResourceBuilder resource, string service, string instance) =>
        resource.AddService(service, serviceVersion: Product.Version, serviceInstanceId: instance)
            .AddEnvironmentVariableDetector();
}
