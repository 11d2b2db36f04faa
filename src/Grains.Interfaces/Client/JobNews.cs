namespace Gristmill;

/// <summary>What has happened to a job since it was last seen.</summary>
/// <param name="Job">The job now, without its history.</param>
/// <param name="Changes">The new entries of its history.</param>
/// <param name="Lines">The new lines of its log.</param>
/// <param name="HasMoved">Whether its status or run is new.</param>
/// <param name="HasProgressed">Whether its progress is new.</param>
/// <param name="Notice">A remark for people, asked for when the job has moved.</param>
public sealed record JobNews(
    JobView Job, IReadOnlyList<JobEvent> Changes, IReadOnlyList<JobLogLine> Lines, bool HasMoved, bool HasProgressed, string? Notice);
