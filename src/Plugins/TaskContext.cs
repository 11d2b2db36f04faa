namespace Gristmill.Plugins;

/// <summary>
/// The job as seen by the task that runs it. A task gets it by declaring a parameter of this type; it is valid until the task
/// returns, and all of it may be used from any thread. The platform derives from it, and so may a test.
/// </summary>
public abstract class TaskContext
{
    /// <summary>The job's id, the same on every attempt.</summary>
    public abstract Guid JobId { get; }

    /// <summary>The full name of the task.</summary>
    public abstract string TaskName { get; }

    /// <summary>Which run of the job this is: 1 for the first, one more after each retry or lost worker.</summary>
    public abstract int Attempt { get; }

    /// <summary>Whether the task should stop as soon as it can. Free to read; once true it stays true.</summary>
    public bool IsCancellationRequested => CancellationToken.IsCancellationRequested;

    /// <summary>Why the task should stop, or <see langword="null"/> while it should not.</summary>
    public abstract CancelReason? CancelReason { get; }

    /// <summary>Cancelled when the task should stop; to pass on to what the task calls.</summary>
    public abstract CancellationToken CancellationToken { get; }

    /// <summary>The job's log.</summary>
    public abstract TaskLog Log { get; }

    /// <summary>The platform's clock; a test may supply one that it moves by hand.</summary>
    public abstract TimeProvider Clock { get; }

    /// <summary>
    /// Says how far the task is. A value left out, and one that is no finite number, keeps what was last reported; calling often
    /// is cheap.
    /// </summary>
    /// <param name="current">What is done, in units of the task's choice.</param>
    /// <param name="total">What there is to do in all, in the same units.</param>
    /// <param name="message">What the task is doing, in a few words; at most 1 KiB of it is kept.</param>
    public abstract void Progress(double? current = null, double? total = null, string? message = null);

    /// <summary>Waits. Ends early, without an exception, when the task should stop.</summary>
    /// <param name="time">How long; zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative or longer than about 49 days.</exception>
    public async Task Delay(TimeSpan time) =>
        await Task.Delay(Positive(time), Clock, CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <inheritdoc cref="Delay(TimeSpan)"/>
    /// <param name="milliseconds">How long, in milliseconds; zero or more.</param>
    public Task Delay(int milliseconds) => Delay(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>
    /// Submits another job, whose parent is this one. When it answers, that job is on disk and will not be lost.
    /// </summary>
    /// <param name="task">The full name of the task.</param>
    /// <param name="arguments">The arguments by position; each is written as JSON.</param>
    /// <returns>The id of the new job.</returns>
    /// <exception cref="Exception">The task is unknown, or the arguments do not fit: every problem in one message.</exception>
    public abstract Task<Guid> Submit(string task, params object?[] arguments);

    /// <summary>
    /// A folder for what this run needs on disk, made when it is first asked for and removed with all that is in it when the run
    /// has ended.
    /// </summary>
    public abstract string Folder { get; }

    /// <summary>
    /// Keeps something with the job, on disk when it answers, in place of what the job has kept under that name before.
    /// </summary>
    /// <param name="name">Its name: see <see cref="Artifact.IsName"/>.</param>
    /// <param name="content">The content; read to its end, and left open.</param>
    /// <exception cref="Exception">
    /// The name cannot be, the content is too large, or the job is no longer this run's; says which.
    /// </exception>
    public abstract Task<Artifact> SaveArtifact(string name, Stream content);

    /// <summary>
    /// Keeps a file with the job, on disk when it answers, in place of what the job has kept under that name before.
    /// </summary>
    /// <param name="name">Its name: see <see cref="Artifact.IsName"/>.</param>
    /// <param name="path">The file, which is copied.</param>
    /// <exception cref="Exception">
    /// The name cannot be, the file is too large or cannot be read, or the job is no longer this run's; says which.
    /// </exception>
    public async Task<Artifact> SaveArtifact(string name, string path)
    {
        var file = File.OpenRead(path);
        await using (file)
            return await SaveArtifact(name, file);
    }

    /// <summary>Opens what is kept with the job: what it has kept itself, or a file that came with it.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The content, for the caller to dispose of.</returns>
    /// <exception cref="Exception">The job has nothing of that name.</exception>
    public abstract Task<Stream> OpenArtifact(string name);

    private static TimeSpan Positive(TimeSpan time)
    {
        // Task.Delay would take -1 ms for ever.
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        return time;
    }
}
