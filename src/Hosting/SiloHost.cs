using Gristmill.Dashboard;
using Gristmill.Dashboard.Api;
using Gristmill.Dashboard.Http;
using Gristmill.Execution.Loading;
using Gristmill.Grains;
using Gristmill.Hosting.Clustering;
using Gristmill.Hosting.Settings;
using Gristmill.Jobs;
using Gristmill.Storage.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gristmill.Hosting;

/// <summary>A silo in this process: the silo program runs one, and so does the console's <c>--local</c>.</summary>
public sealed class SiloHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SiloHost(WebApplication app, SiloOptions options) => (_app, Options) = (app, options);

    /// <summary>How it runs.</summary>
    public SiloOptions Options { get; }

    /// <summary>The full names of the tasks it offers.</summary>
    public IEnumerable<string> Tasks => Plugins.Tasks.Select(task => task.Name);

    /// <summary>The plugins it has.</summary>
    public PluginHost Plugins => _app.Services.GetRequiredService<PluginHost>();

    /// <summary>Where its jobs are.</summary>
    public IJobStore Store => _app.Services.GetRequiredService<IJobStore>();

    /// <summary>Where it answers HTTP; null if it does not.</summary>
    public string? Url => _app.Urls.FirstOrDefault();

    /// <summary>Calls grains from within the silo.</summary>
    public IGrainFactory Grains => _app.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Starts a silo; it takes jobs when this answers.</summary>
    /// <param name="options">How it runs.</param>
    /// <param name="configure">Changes the host that it runs in, last of all.</param>
    /// <exception cref="SiloStartException">It cannot start, for a reason that its operator can mend.</exception>
    public static async Task<SiloHost> StartAsync(SiloOptions options, Action<IHostApplicationBuilder>? configure = null)
    {
        Check(options);
        PrivateFolder.Check(options.Data);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(SiloHost).Assembly.GetName().Name,
            // It would watch all that is below the working folder, which the data folder often is, for a change of settings that
            // are read once.
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(options.LogLevel);
        // Errors at start are told by us, in one line.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
            .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.None);
        // The keys of cookies lie in the data folder, which is its user's alone.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownGrace + TimeSpan.FromSeconds(15));
        builder.Services.AddGristmill(options, () => SiloClustering.UseOrleans(builder, options));
        builder.AddOpenTelemetryExport(options);
        var url = Listen(builder, options);
        if (url is not null)
        {
            builder.AddApi(new HttpSettings(options.Name, Path.GetFullPath(options.Data), SiloOptions.IsLoopback(url),
                TimeProvider.System));
            builder.Services.AddDashboard();
        }
        configure?.Invoke(builder);

        var app = builder.Build();
        if (url is not null)
        {
            app.MapApi();
            app.MapDashboard();
            app.MapOrleansDashboard();
        }
        try
        {
            var host = new SiloHost(app, options);
            await app.StartAsync();
            return host;
        }
        catch (Exception e)
        {
            await app.DisposeAsync();
            if (Explain(e, options) is { } reason)
                throw new SiloStartException(reason, e);
            throw;
        }
    }

    /// <summary>Runs until the process is told to stop (SIGTERM, SIGINT), then stops in order.</summary>
    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    /// <summary>Stops the silo in order: no new jobs, running ones get the grace, the rest is given back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_app.Lifetime.ApplicationStopped.IsCancellationRequested)
            await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void Check(SiloOptions options)
    {
        var faults = OptionRules.Faults(options).Select(fault => new SettingFault(fault.Option, fault.Rule, null)).ToArray();
        if (faults.Length > 0)
            throw new SiloStartException(string.Join<SettingFault>(Environment.NewLine, faults));
    }

    private static string? Listen(WebApplicationBuilder builder, SiloOptions options)
    {
        switch (options.Http)
        {
            case SiloOptions.NoHttp:
                builder.Services.AddSingleton<Microsoft.AspNetCore.Hosting.Server.IServer, NoServer>();
                return null;
            case SiloOptions.AutoHttp:
                builder.Services.Configure<SocketTransportOptions>(sockets => sockets.CreateBoundListenSocket = AutoPort.Listen);
                builder.WebHost.UseUrls(AutoPort.Url);
                return AutoPort.Url;
            default:
                builder.WebHost.UseUrls(options.Http);
                return options.Http;
        }
    }

    private static string? Explain(Exception error, SiloOptions options) => error switch
    {
        StoreUnavailableException => error.Message,
        // Of the cluster's own file, beside the store's.
        SqliteException { IsAboutTheFile: true } =>
            $"the data folder {Path.GetFullPath(options.Data)} cannot be written ({error.Message}); free its disk, or give this user access to it.",
        IOException when error.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException =>
            $"{options.Http} is taken by another process. Choose another with --http URL, or --http off.",
        _ => SiloClustering.Explain(error),
    };
}
