namespace Gristmill.Plugins.Testing;

/// <summary>The job as a task sees it in a harness.</summary>
internal sealed class HarnessContext(TaskHarness harness) : TaskContext
{
    public override Guid JobId { get; } = Guid.CreateVersion7();

    public override string TaskName => "harness.task";

    public override int Attempt => harness.Attempt;

    public override CancelReason? CancelReason => harness.Reason;

    public override CancellationToken CancellationToken => harness.Stopping;

    public override TaskLog Log { get; } = new HarnessLog(harness);

    public override TimeProvider Clock => harness.Clock;

    public override string Folder => harness.Folder;

    public override void Progress(double? current = null, double? total = null, string? message = null) =>
        harness.Report(current, total, message);

    public override Task<Guid> Submit(string task, params object?[] arguments)
    {
        var child = new ChildJob(Guid.CreateVersion7(), task, [.. arguments]);
        harness.Add(child);
        return Task.FromResult(child.Id);
    }

    public override async Task<Artifact> SaveArtifact(string name, Stream content)
    {
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy);
        harness.Keep(name, copy.ToArray());
        return new Artifact(JobId, name, copy.Length);
    }

    public override Task<Stream> OpenArtifact(string name) => harness.Find(name) is { } content
        ? Task.FromResult<Stream>(new MemoryStream(content, writable: false))
        : throw new FileNotFoundException($"the job has no artifact \"{name}\"; TaskHarness.{nameof(TaskHarness.Upload)} gives it one");
}
