using Gristmill.Plugins;

namespace Gristmill.Execution.Runs;

/// <summary>What a running task sees of the platform.</summary>
internal sealed class RunContext(JobRun run, RunLog log, IRunHost host, TimeProvider clock) : TaskContext
{
    private readonly Lock _gate = new();
    private string? _folder;

    public override Guid JobId => run.Request.Job;
    public override string TaskName => run.Request.Task;
    public override int Attempt => run.Request.Attempt;
    public override CancelReason? CancelReason => run.Reason;
    public override CancellationToken CancellationToken => run.Stopping;
    public override TaskLog Log => log;
    public override TimeProvider Clock => clock;

    public override string Folder
    {
        get
        {
            lock (_gate)
                return _folder ??= host.CreateFolder();
        }
    }

    public override void Progress(double? current = null, double? total = null, string? message = null) =>
        run.Report(current, total, message);

    public override async Task<Guid> Submit(string task, params object?[] arguments)
    {
        RunLog.Leave();
        return await host.SubmitAsync(task, arguments);
    }

    public override async Task<Artifact> SaveArtifact(string name, Stream content)
    {
        RunLog.Leave();
        return await host.SaveArtifactAsync(name, content);
    }

    public override async Task<Stream> OpenArtifact(string name)
    {
        RunLog.Leave();
        return await host.OpenArtifactAsync(name);
    }

    /// <summary>Removes the run's folder, if it has one.</summary>
    public void RemoveFolder()
    {
        lock (_gate)
        {
            if (_folder is null)
                return;
            try
            {
                Directory.Delete(_folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                log.Warning($"the run's folder {_folder} could not be removed: {e.Message}");
            }
        }
    }
}
