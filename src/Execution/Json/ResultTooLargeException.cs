namespace Gristmill.Execution.Json;

/// <summary>A task returned more than is kept.</summary>
/// <param name="limit">The most bytes of it as JSON.</param>
internal sealed class ResultTooLargeException(int limit) : Exception(
    $"the result has more than {limit:N0} bytes as JSON, which are all that is kept; keep large data with the job (task.SaveArtifact) and return its name");
