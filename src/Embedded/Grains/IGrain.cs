using System.Globalization;

namespace Gristmill.Embedded;

/// <summary>Something that can be called wherever it is: a grain or an observer.</summary>
public interface IAddressable;

/// <summary>The base of grain interfaces. Take one of the keyed ones.</summary>
public interface IGrain : IAddressable;

/// <summary>A grain whose key is a string.</summary>
public interface IGrainWithStringKey : IGrain;

/// <summary>A grain whose key is a Guid.</summary>
public interface IGrainWithGuidKey : IGrain;

/// <summary>A grain whose key is an integer.</summary>
public interface IGrainWithIntegerKey : IGrain;

/// <summary>
/// An object outside the grains that grains can call, by a reference of
/// <see cref="IGrainFactory.CreateObjectReference{T}"/>. The runtime holds it weakly: whoever made it keeps it alive.
/// </summary>
public interface IGrainObserver : IAddressable;

/// <summary>Makes references to grains and observers. A reference costs little, holds nothing and never goes stale.</summary>
public interface IGrainFactory
{
    /// <summary>A reference to the grain of that key.</summary>
    /// <exception cref="ArgumentException">No silo hosts a class that implements the interface.</exception>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey)
        where TGrainInterface : IGrainWithStringKey;

    /// <inheritdoc cref="GetGrain{T}(string)"/>
    TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey)
        where TGrainInterface : IGrainWithGuidKey;

    /// <inheritdoc cref="GetGrain{T}(string)"/>
    TGrainInterface GetGrain<TGrainInterface>(long primaryKey)
        where TGrainInterface : IGrainWithIntegerKey;

    /// <summary>A reference to the grain of that identity.</summary>
    TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable;

    /// <summary>A reference by which grains can call the object. The runtime holds that weakly; the caller must keep it.</summary>
    TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver;

    /// <summary>Ends a reference that <see cref="CreateObjectReference{T}"/> gave: later calls of it fail.</summary>
    void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver;
}

/// <summary>The way into the cluster for code that is not a grain; registered in silos and in clients.</summary>
public interface IClusterClient : IGrainFactory
{
    /// <summary>The container of this process.</summary>
    IServiceProvider ServiceProvider { get; }
}

/// <summary>Identity of grains, asked of the grain itself or of a reference to it.</summary>
public static class GrainExtensions
{
    /// <summary>The identity.</summary>
    /// <exception cref="ArgumentException">The object is neither a grain nor a reference.</exception>
    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        Grain inner => inner.Context.GrainId,
        GrainReference reference => reference.GrainId,
        _ => throw NoGrain(grain),
    };

    /// <summary>The string key.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key;

    /// <summary>The Guid key.</summary>
    public static Guid GetPrimaryKey(this IAddressable grain) => Guid.ParseExact(grain.GetGrainId().Key, "N");

    /// <summary>The integer key.</summary>
    public static long GetPrimaryKeyLong(this IAddressable grain) =>
        long.Parse(grain.GetGrainId().Key, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>
    /// A reference to this grain, to hand to others (never hand out <c>this</c>), or a reference seen as another interface.
    /// </summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain)
        where TGrainInterface : IAddressable
    {
        var node = (grain as Grain)?.Context.Node ?? (grain as GrainReference)?.Node;
        return node is null ? throw NoGrain(grain) : node.Factory.GetGrain<TGrainInterface>(grain.GetGrainId());
    }

    internal static string KeyOf(Guid key) => key.ToString("N");

    internal static string KeyOf(long key) => key.ToString("X", CultureInfo.InvariantCulture);

    private static ArgumentException NoGrain(IAddressable? grain) =>
        new($"A {grain?.GetType().Name ?? "null"} is neither a grain nor a reference to one.", nameof(grain));
}
