namespace Gristmill.Embedded;

/// <summary>Where a silo is in its life.</summary>
[GenerateSerializer]
public enum SiloStatus
{
    /// <summary>Not known.</summary>
    None = 0,

    /// <summary>Made, not started.</summary>
    Created = 1,

    /// <summary>Starting.</summary>
    Joining = 2,

    /// <summary>Hosts grains.</summary>
    Active = 3,

    /// <summary>Lets go of its grains.</summary>
    ShuttingDown = 4,

    /// <summary>Closes its connections.</summary>
    Stopping = 5,

    /// <summary>Gone for good: this life of it never comes back.</summary>
    Dead = 6,
}

/// <summary>Who this silo is.</summary>
public interface ILocalSiloDetails
{
    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>This life of it.</summary>
    SiloAddress SiloAddress { get; }
}

/// <summary>Knows which silos live. Dead means here: its lock is not held, or the others voted it out.</summary>
public interface ISiloStatusOracle
{
    /// <summary>Where this silo is in its life.</summary>
    SiloStatus CurrentStatus { get; }

    /// <summary>This life of this silo.</summary>
    SiloAddress SiloAddress { get; }

    /// <summary>The status of a silo; <see cref="SiloStatus.Dead"/> if nobody of that address lives.</summary>
    SiloStatus GetApproximateSiloStatus(SiloAddress siloAddress);

    /// <summary>The status of all silos that this one has seen since it started.</summary>
    Dictionary<SiloAddress, SiloStatus> GetApproximateSiloStatuses(bool onlyActive = false);

    /// <summary>Whether that life of the silo is over.</summary>
    bool IsDeadSilo(SiloAddress silo);

    /// <summary>Tells the listener of every change, on some thread of the pool. False if it listens already.</summary>
    bool SubscribeToSiloStatusEvents(ISiloStatusListener observer);

    /// <summary>Ends that. False if it did not listen.</summary>
    bool UnSubscribeFromSiloStatusEvents(ISiloStatusListener observer);
}

/// <summary>Is told when silos come and go.</summary>
public interface ISiloStatusListener
{
    /// <summary>A silo has a new status. Must return soon and not throw.</summary>
    void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status);
}
