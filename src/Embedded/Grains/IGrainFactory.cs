namespace Gristmill.Embedded;

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

    /// <summary>A reference by which grains can call the object. The runtime holds the object weakly; the caller must keep it.</summary>
    TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver;

    /// <summary>Ends the reference: later calls of it fail. Takes the reference that <see cref="CreateObjectReference{T}"/> gave.</summary>
    void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver;
}

/// <summary>The way into the cluster for code that is not a grain; registered in silos and in clients.</summary>
public interface IClusterClient : IGrainFactory
{
    /// <summary>The container of this process.</summary>
    IServiceProvider ServiceProvider { get; }
}
