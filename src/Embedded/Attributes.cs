namespace Gristmill.Embedded;

/// <summary>
/// Marks a type that may travel in a grain call. Same meaning as in Orleans: every member that travels carries
/// <see cref="IdAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute;

/// <summary>Gives a member of a <see cref="GenerateSerializerAttribute"/> type its place in the message.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class IdAttribute(uint id) : Attribute
{
    /// <summary>The number of the member; unique within its type and never used again for another.</summary>
    public uint Id { get; } = id;
}

/// <summary>Promises that nobody changes the value after it was sent, so that a call within one process may share it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class ImmutableAttribute : Attribute;

/// <summary>All calls to the grain may interleave at their awaits; turns stay single-threaded.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute;

/// <summary>Calls of this method may interleave with any other call to the same grain; turns stay single-threaded.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;

/// <summary>The caller does not learn whether the call arrived, ended or failed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneWayAttribute : Attribute;

/// <summary>
/// The grain has no identity of its own: calls go to an activation in the caller's silo, of which there may be several.
/// </summary>
/// <param name="maxLocalWorkers">The most activations of one key in one silo; -1 for the number of processors.</param>
/// <param name="removeIdleWorkers">Whether idle activations are removed before the collection age.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StatelessWorkerAttribute(int maxLocalWorkers = -1, bool removeIdleWorkers = true) : Attribute
{
    /// <summary>The most activations of one key in one silo.</summary>
    public int MaxLocalWorkers { get; } = maxLocalWorkers;

    /// <summary>Whether idle activations are removed before the collection age.</summary>
    public bool RemoveIdleWorkers { get; } = removeIdleWorkers;
}

/// <summary>How long a caller of the method waits before it gets a <see cref="TimeoutException"/>.</summary>
/// <param name="timeout">The time, as <see cref="TimeSpan.Parse(string)"/> reads it.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ResponseTimeoutAttribute(string timeout) : Attribute
{
    /// <summary>The time to wait.</summary>
    public TimeSpan? Timeout { get; init; } = TimeSpan.Parse(timeout, System.Globalization.CultureInfo.InvariantCulture);
}
