namespace Gristmill;

/// <summary>What may be ordered of many jobs at once.</summary>
public enum BulkAction
{
    /// <summary>To stop, as <see cref="IJobGrain.CancelAsync"/>.</summary>
    Cancel = 0,

    /// <summary>To run again, as <see cref="IJobGrain.RetryAsync"/>.</summary>
    Retry = 1,

    /// <summary>To be deleted, as <see cref="IJobGrain.DeleteAsync"/>.</summary>
    Delete = 2,
}
