using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using Gristmill.Execution.Loading;
using Gristmill.Jobs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Gristmill.Grains;

/// <summary>
/// How a silo runs. Bound from appsettings.json, then <c>GRISTMILL__*</c> variables, then flags; checked together at start.
/// </summary>
public sealed class SiloOptions
{
    /// <summary>
    /// The silo's name, unique among the live silos of a cluster. The machine's name and process id unless given.
    /// </summary>
    [RegularExpression("[A-Za-z0-9._-]{1,64}", ErrorMessage = "it must be 1 to 64 letters, digits, '.', '_' and '-'")]
    public string Name { get; set; } = $"{Environment.MachineName}-{Environment.ProcessId}";

    /// <summary>The folder that holds the cluster's jobs; silos and clients that name the same folder belong together.</summary>
    [Required(ErrorMessage = "a folder is needed")]
    public string Data { get; set; } = DataFolder.Default;

    /// <summary>
    /// Where the silo answers HTTP: a URL, <c>off</c>, or <c>auto</c> for port 8080 of the loopback address, or a free one if
    /// that is taken. An address that other machines can reach needs a key in the data folder.
    /// </summary>
    [CustomValidation(typeof(SiloOptions), nameof(CheckHttp))]
    public string Http { get; set; } = AutoHttp;

    /// <summary>How many jobs the silo runs at once. Two a processor unless given, at least 4.</summary>
    [Range(1, 1_000, ErrorMessage = "it must be 1 to 1,000")]
    public int Concurrency { get; set; } = Math.Max(4, Environment.ProcessorCount * 2);

    /// <summary>
    /// The queues the silo serves, each a name or <c>name=weight</c>. Queues that have work share the slots' time by weight, 1 to
    /// 1,000 and 1 unless given; one that has none leaves its share to the others.
    /// </summary>
    [CustomValidation(typeof(SiloOptions), nameof(CheckQueues))]
    public string[] Queues { get; set; } = [QueueRules.DefaultQueue];

    /// <summary>The same, read.</summary>
    public IReadOnlyList<ServedQueue> ServedQueues => [.. Queues.Select(ServedQueue.Parse)];

    /// <summary>
    /// Folders with plugins, each <c>NAME/VERSION/</c>. The cluster's <c>plugins</c> folder and the silo's own are always
    /// searched.
    /// </summary>
    public string[] PluginFolders { get; set; } = [];

    /// <summary>What the plugins are told: a section each, by its name. Nothing unless given.</summary>
    public IConfiguration? PluginSettings { get; set; }

    /// <summary>How long the loading of a plugin may take. One that takes longer is listed as broken.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "it must be 1 second to 10 minutes")]
    public TimeSpan PluginLoadLimit { get; set; } = PluginHost.LoadLimit;

    /// <summary>The folder of the plugins that are installed for all silos of the cluster.</summary>
    public string ClusterPlugins => DataFolder.PluginsOf(Data);

    /// <summary>The folder of the copies of plugins that silos load.</summary>
    public string PluginCopies => Path.Combine(Path.GetFullPath(Data), "plugin-copies");

    /// <summary>The folders of plugins that are this silo's own: beside the program, and where it was told to look.</summary>
    public string[] OwnPlugins => [Path.Combine(AppContext.BaseDirectory, "plugins"), .. PluginFolders];

    /// <summary>How long running jobs may go on when the silo stops, before they are told to stop and given back.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00", ErrorMessage = "it must be 0 to 1 hour")]
    public TimeSpan ShutdownGrace { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How long a task may ignore that it was told to stop before its run is recorded as ended without it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "it must be 1 second to 1 hour")]
    public TimeSpan CancelGrace { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a run may take if neither its job nor its task says. No limit unless given.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "49.00:00:00", ErrorMessage = "it must be more than 0 and at most 49 days")]
    public TimeSpan? TimeLimit { get; set; }

    /// <summary>
    /// The most bytes of a line of a job's log, as UTF-8. What is longer is cut, and the line says by how much. 8 KiB.
    /// </summary>
    [Range(64, 64 << 10, ErrorMessage = "it must be 64 to 65,536 bytes")]
    public int LogLineBytes { get; set; } = 8 << 10;

    /// <summary>The most lines of a run's log. Further ones are dropped, and the last line says how many. 10,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "it must be 1 to 1,000,000 lines")]
    public int LogLines { get; set; } = 10_000;

    /// <summary>The most bytes of a run's log, as UTF-8; the same happens with further lines. 4 MiB.</summary>
    [Range(64, 1 << 30, ErrorMessage = "it must be 64 bytes to 1 GiB")]
    public int LogBytes { get; set; } = 4 << 20;

    /// <summary>
    /// The most bytes of one artifact: a file that comes with a job, or what a run keeps. A larger one is refused. 256 MiB.
    /// </summary>
    [Range(1, 1L << 40, ErrorMessage = "it must be 1 byte to 1 TiB")]
    public long ArtifactBytes { get; set; } = 256 << 20;

    /// <summary>The most bytes of all artifacts of a job. 1 GiB.</summary>
    [Range(1, 1L << 40, ErrorMessage = "it must be 1 byte to 1 TiB")]
    public long JobArtifactBytes { get; set; } = 1 << 30;

    /// <summary>How long a job is kept after it ended as Success. 7 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00", ErrorMessage = "it must be 1 second to 36,500 days")]
    public TimeSpan KeepSucceeded { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The most jobs that are kept after they ended as Success; the first submitted go first. 1,000,000.</summary>
    [Range(1, 1_000_000_000, ErrorMessage = "it must be 1 to 1,000,000,000 jobs")]
    public int KeepSucceededCount { get; set; } = 1_000_000;

    /// <summary>
    /// How long a job is kept after it ended as Error or Canceled: somebody may want to look at it, or to retry it. 30 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00", ErrorMessage = "it must be 1 second to 36,500 days")]
    public TimeSpan KeepFailed { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// The most jobs that are kept after they ended as Error or Canceled; the first submitted go first. 100,000.
    /// </summary>
    [Range(1, 1_000_000_000, ErrorMessage = "it must be 1 to 1,000,000,000 jobs")]
    public int KeepFailedCount { get; set; } = 100_000;

    /// <summary>How long a job's result is kept; null for as long as the job.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00", ErrorMessage = "it must be 1 second to 36,500 days")]
    public TimeSpan? KeepResults { get; set; }

    /// <summary>
    /// Where traces, metrics and logs go by OTLP: the URL of a collector (HTTP, unless <c>OTEL_EXPORTER_OTLP_PROTOCOL</c> is
    /// <c>grpc</c>), or <c>off</c>. Where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says unless given, and nowhere if that is not set.
    /// </summary>
    [CustomValidation(typeof(SiloOptions), nameof(CheckOtlp))]
    public string? Otlp { get; set; }

    /// <summary>The sources of spans that are exported, the platform's own among them; <c>*</c> stands for any text.</summary>
    public string[] OtlpSources { get; set; } = ["*"];

    /// <summary>The meters that are exported beside the platform's own and the runtime's; <c>*</c> stands for any text.</summary>
    public string[] OtlpMeters { get; set; } = [];

    /// <summary>The least level of the silo's own log.</summary>
    public Microsoft.Extensions.Logging.LogLevel LogLevel { get; set; } = Microsoft.Extensions.Logging.LogLevel.Warning;

    /// <summary>The value of <see cref="Http"/> that lets the silo choose.</summary>
    public const string AutoHttp = "auto";

    /// <summary>The value of <see cref="Http"/> that turns it off.</summary>
    public const string NoHttp = "off";

    /// <summary>The rule for <see cref="Http"/>.</summary>
    /// <param name="http">The value.</param>
    /// <param name="context">Whose value it is.</param>
    public static ValidationResult? CheckHttp(string http, ValidationContext context) =>
        http is AutoHttp or NoHttp || IsHttp(http, out _)
        ? ValidationResult.Success
        : new ValidationResult($"\"{http}\" is not auto, off, or an http:// URL such as http://127.0.0.1:8080",
            [context.MemberName!]);

    /// <summary>The value of <see cref="Otlp"/> that turns it off.</summary>
    public const string NoOtlp = "off";

    /// <summary>The rule for <see cref="Otlp"/>.</summary>
    /// <param name="otlp">The value.</param>
    /// <param name="context">Whose value it is.</param>
    public static ValidationResult? CheckOtlp(string? otlp, ValidationContext context) =>
        otlp is null or NoOtlp || Uri.TryCreate(otlp, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? ValidationResult.Success
            : new ValidationResult($"\"{otlp}\" is neither off nor the URL of a collector, such as http://127.0.0.1:4318",
                [context.MemberName!]);

    /// <summary>The rule for <see cref="Queues"/>.</summary>
    /// <param name="queues">The value.</param>
    /// <param name="context">Whose value it is.</param>
    public static ValidationResult? CheckQueues(string[] queues, ValidationContext context)
    {
        var fault = queues.Length == 0 ? "at least one queue is needed"
            : queues.Select(ServedQueue.Fault).FirstOrDefault(wrong => wrong is not null) is { } odd ? odd
            : queues.Select(ServedQueue.Parse).CountBy(queue => queue.Name)
                .FirstOrDefault(named => named.Value > 1) is { Key: { } twice } ? $"\"{twice}\" is named twice"
            : null;
        return fault is null ? ValidationResult.Success : new ValidationResult(fault, [context.MemberName!]);
    }

    /// <summary>
    /// Whether only this machine reaches a URL. Names but <c>localhost</c> do not count: the web server listens on all addresses
    /// for them.
    /// </summary>
    /// <param name="http">An HTTP URL.</param>
    public static bool IsLoopback(string http) => IsHttp(http, out var url) &&
        (url.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(url.Host, out var address)
            && IPAddress.IsLoopback(address));

    // Read as the web server reads it: a Uri takes "loopback" for localhost, and the server takes it for any address.
    private static bool IsHttp(string text, [NotNullWhen(true)] out BindingAddress? url)
    {
        url = null;
        try
        {
            url = BindingAddress.Parse(text);
            return url is { Scheme: "http", PathBase: "", IsUnixPipe: false, IsNamedPipe: false }
                && (url.Host is "*" or "+" || Uri.CheckHostName(url.Host) is not UriHostNameType.Unknown);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
