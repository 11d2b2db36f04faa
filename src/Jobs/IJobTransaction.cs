namespace Gristmill.Jobs;

/// <summary>
/// What <see cref="JobCommandExecutor"/> reads and writes inside of one transaction of a store. Members hold statements only:
/// what they are called for, and in which order, is the executor's.
/// </summary>
public interface IJobTransaction
{
    /// <summary>The time of the transaction.</summary>
    DateTimeOffset Now { get; }

    /// <summary>A row, or null.</summary>
    JobRow? FindRow(Guid job);

    /// <summary>The row that holds a unique key, or null.</summary>
    JobRow? FindKeyHolder(string key);

    /// <summary>The mode of a queue.</summary>
    QueueMode ModeOf(string queue);

    /// <summary>How many rows have a slot of a limit.</summary>
    int CountSlots(string limit);

    /// <summary>Notes that a row has a slot of a limit, once.</summary>
    void AddSlot(string limit, JobRow row);

    /// <summary>Takes a row's slot of a limit away, if it has one.</summary>
    void RemoveSlot(string limit, JobRow row);

    /// <summary>When the bucket of a limit's starts will be full; null if it is.</summary>
    DateTimeOffset? BucketFullAt(string limit);

    /// <summary>Notes when the bucket of a limit's starts will be full. Stores may forget it from then on.</summary>
    void SetBucketFullAt(string limit, DateTimeOffset time);

    /// <summary>Of the rows that a limit holds back the first, by priority and then age; null if there is none.</summary>
    JobRow? FindFirstBlocked(string limit);

    /// <summary>Takes the events of a held row's attempt out of its history.</summary>
    void ForgetAttempt(JobRow held);

    /// <summary>
    /// Inserts a row (<paramref name="before"/> is null), which gives it its <see cref="JobRow.Sequence"/>, or updates it; and
    /// appends the event to its history.
    /// </summary>
    void Save(JobRow? before, JobRow after, JobEvent? happened);

    /// <summary>The transaction must be on disk before any of its commands is answered.</summary>
    void RequireDisk();
}
