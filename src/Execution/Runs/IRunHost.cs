using Gristmill.Plugins;

namespace Gristmill.Execution.Runs;

/// <summary>What one run asks of the platform. Its members may be called from any thread.</summary>
public interface IRunHost
{
    /// <summary>Gives the job a status for what happens around the call, once what was logged before is on disk.</summary>
    /// <param name="phase">The status.</param>
    /// <param name="stopping">Gives up while the store is in trouble.</param>
    /// <returns>Null, or why the run is to stop instead.</returns>
    Task<CancelReason?> EnterPhaseAsync(JobStatus phase, CancellationToken stopping);

    /// <summary>Adds a line to the job's log, and never waits for the store.</summary>
    /// <param name="level">How much it matters.</param>
    /// <param name="text">The line.</param>
    /// <param name="bytes">The length of the text as UTF-8.</param>
    /// <param name="always">Takes it however much waits to be stored: for the few lines that must not be missing.</param>
    /// <returns>False if too much waits to be stored.</returns>
    bool TryWriteLog(TaskLogLevel level, string text, int bytes, bool always);

    /// <summary>The run's progress has changed.</summary>
    void ReportProgress();

    /// <summary>Submits a child of the job.</summary>
    Task<Guid> SubmitAsync(string task, object?[] arguments);

    /// <summary>Keeps a content with the job, in place of what it has kept under the name.</summary>
    Task<Artifact> SaveArtifactAsync(string name, Stream content);

    /// <summary>Opens what is kept with the job.</summary>
    Task<Stream> OpenArtifactAsync(string name);

    /// <summary>Makes the run's own folder. The run removes it.</summary>
    string CreateFolder();

    /// <summary>The run has ended, and its slot is free. Called once.</summary>
    void Ended(RunOutcome outcome);
}
