namespace Gristmill.Jobs;

/// <summary>Whether a pool takes jobs.</summary>
public enum PoolState
{
    Accepting,
    Cordoned,
    Stopping,
}
