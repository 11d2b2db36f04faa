namespace Gristmill.Dashboard.Live;

/// <summary>Something that pages follow.</summary>
internal interface IFeed
{
    /// <summary>Why the last attempt to read failed; null if it did not.</summary>
    string? Fault { get; }

    /// <summary>Calls back after every reading, on any thread, until it is disposed.</summary>
    IDisposable Subscribe(Action changed);
}
