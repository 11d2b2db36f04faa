namespace Gristmill.Embedded;

/// <summary>
/// The base of grain classes. All its code runs in single-threaded turns, one request at a time unless the class is
/// <see cref="ReentrantAttribute"/> or a method <see cref="AlwaysInterleaveAttribute"/>.
/// </summary>
public abstract class Grain : IAddressable
{
    /// <summary>Only the runtime makes grains.</summary>
    protected Grain() => Context = Activation.Constructing!;

    internal Activation Context
    {
        get => field ?? throw new InvalidOperationException($"{GetType().Name} was made by other code than the runtime.");
    }

    /// <summary>Makes references to other grains.</summary>
    protected IGrainFactory GrainFactory => Context.Node.Factory;

    /// <summary>The container that the grain was made from.</summary>
    protected internal IServiceProvider ServiceProvider => Context.Node.Services;

    /// <summary>Runs before the first request. If it fails, the waiting requests fail with its exception.</summary>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs after the last request, unless the process dies.</summary>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Deactivates this activation once it runs no request. The next call makes a new one.</summary>
    protected void DeactivateOnIdle() =>
        Context.Deactivate(new(DeactivationReasonCode.ApplicationRequested, $"{nameof(DeactivateOnIdle)} was called."));
}

/// <summary>Why an activation ends.</summary>
public enum DeactivationReasonCode : byte
{
    /// <summary>Not said.</summary>
    None,

    /// <summary>The silo is stopping.</summary>
    ShuttingDown,

    /// <summary>It was idle for its collection age.</summary>
    ActivationIdle = 4,

    /// <summary>The grain asked for it.</summary>
    ApplicationRequested = 9,

    /// <summary>The grain now belongs to another silo.</summary>
    Migrating,
}

/// <summary>Why an activation ends, for logs.</summary>
/// <param name="ReasonCode">The kind of the reason.</param>
/// <param name="Description">The reason in words.</param>
public readonly record struct DeactivationReason(DeactivationReasonCode ReasonCode, string Description);
