using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Embedded.Tests;

/// <summary>Lets tests and the grains of their clusters wait for each other.</summary>
internal sealed class Probe
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _signals = new();

    public ConcurrentQueue<string> Events { get; } = new();

    public void Set(string name) => Of(name).TrySetResult();

    public Task Wait(string name) => Of(name).Task.Soon();

    private TaskCompletionSource Of(string name) => _signals.GetOrAdd(name, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}

/// <summary>Waits for a silo to become what it is said to be.</summary>
internal sealed class Listener(SiloAddress silo) : ISiloStatusListener
{
    private readonly Probe _probe = new();

    /// <summary>Listens to what <paramref name="node"/> knows of the silo and hears of it from now on.</summary>
    public static Listener At(Node node, SiloAddress silo)
    {
        var listener = new Listener(silo);
        node.Membership.SubscribeToSiloStatusEvents(listener);
        if (node.Membership.GetApproximateSiloStatuses().TryGetValue(silo, out var known))
            listener.SiloStatusChangeNotification(silo, known);
        return listener;
    }

    /// <summary>It is known, whatever it is.</summary>
    public Task Known() => _probe.Wait("known");

    public Task Became(SiloStatus status) => _probe.Wait(status.ToString());

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (!updatedSilo.Equals(silo))
            return;
        _probe.Set(status.ToString());
        _probe.Set("known");
    }
}

internal static class Extensions
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Fails if it takes longer than any test needs.</summary>
    public static Task Soon(this Task task) => task.WaitAsync(Patience, TimeProvider.System);

    /// <inheritdoc cref="Soon(Task)"/>
    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Patience, TimeProvider.System);

    public static T Get<T>(this IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();

    public static Node Node(this EmbeddedSiloHandle silo) => silo.ServiceProvider.Get<Node>();

    public static Node ClientNode(this EmbeddedTestCluster cluster) => cluster.Client.ServiceProvider.Get<Node>();

    public static Probe Probe(this EmbeddedSiloHandle silo) => silo.ServiceProvider.Get<Probe>();
}

/// <summary>Clusters of the grains in this project.</summary>
internal static class Clusters
{
    public static async Task<EmbeddedTestCluster> Start(
        short silos = 1, Action<EmbeddedSiloOptions>? configure = null, TimeProvider? clock = null, string? folder = null)
    {
        clock ??= TimeProvider.System;
        var probe = new Probe();
        var cluster = new EmbeddedTestClusterBuilder(silos) { DataFolder = folder }
            .ConfigureSilo(options =>
            {
                options.GrainAssemblies.Add(typeof(Clusters).Assembly);
                configure?.Invoke(options);
            })
            .ConfigureSiloHost(host => host.Services.AddSingleton(probe).AddSingleton(clock))
            .ConfigureClientHost(host => host.Services.AddSingleton(clock))
            .Build();
        await cluster.DeployAsync();
        return cluster;
    }
}
