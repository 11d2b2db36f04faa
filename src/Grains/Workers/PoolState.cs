namespace Gristmill.Workers;

/// <summary>Whether a pool takes jobs.</summary>
internal enum PoolState
{
    Accepting,
    Cordoned,
    Stopping,
}
