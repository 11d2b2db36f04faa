using System.Reflection;

namespace Gristmill.Client.Tests.Fakes;

/// <summary>
/// The grains of a cluster in memory. A proxy, since the factory has many members and one of them is called here.
/// </summary>
public class FakeGrains : DispatchProxy
{
    private FakeCluster? _cluster;

    internal static IGrainFactory Of(FakeCluster cluster)
    {
        var factory = Create<IGrainFactory, FakeGrains>();
        ((FakeGrains)(object)factory)._cluster = cluster;
        return factory;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => args?[0] switch
    {
        Guid id => _cluster!.Job(id),
        long => _cluster,
        _ => throw new NotSupportedException($"No such grain: {targetMethod}"),
    };
}
