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
/// An object outside the grains that grains can call, by a reference that <see cref="IGrainFactory.CreateObjectReference{T}"/> makes.
/// The runtime holds the object weakly: whoever made it keeps it alive.
/// </summary>
public interface IGrainObserver : IAddressable;
