using Gristmill.Jobs;
using Gristmill.Plugins;

namespace Gristmill.Workers;

/// <summary>What a running task sees of the platform.</summary>
internal sealed class RunContext(JobRun run, JobRow row, RunLog log, RunServices services) : TaskContext
{
    private readonly Lock _gate = new();
    private string? _folder;

    public override Guid JobId => row.Id;
    public override string TaskName => row.Task;
    public override int Attempt => row.Attempt;
    public override CancelReason? CancelReason => run.Reason;
    public override CancellationToken CancellationToken => run.Stopping;
    public override TaskLog Log => log;
    public override TimeProvider Clock => services.Clock;

    public override string Folder
    {
        get
        {
            lock (_gate)
                return _folder ??= services.Folders.Create(run.Owner, row.Id, row.Run);
        }
    }

    public override void Progress(double? current = null, double? total = null, string? message = null) => run.Report(current, total, message);

    public override async Task<Guid> Submit(string task, params object?[] arguments)
    {
        RunLog.Leave();
        var child = await services.Jobs.SubmitAsync(JobClient.Request(task, arguments) with { Parent = row.Id, User = row.Labels.User });
        return child.Id;
    }

    public override async Task<Artifact> SaveArtifact(string name, Stream content)
    {
        RunLog.Leave();
        var kept = await services.Artifacts.KeepAsync(row.Id, row.Attempt, run.Owner, name, content, CancellationToken.None);
        return new Artifact(row.Id, kept.Name, kept.Bytes);
    }

    public override async Task<Stream> OpenArtifact(string name)
    {
        RunLog.Leave();
        return await services.Artifacts.OpenAsync(row.Id, name);
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
