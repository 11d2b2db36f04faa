namespace Gristmill.Execution.Transforms;

/// <summary>What an <see cref="ArtifactResult"/> keeps of a result.</summary>
internal enum ArtifactContent
{
    /// <summary>A string as its text, anything else as JSON.</summary>
    Text,

    /// <summary>The bytes that a base64 string stands for, which is how a task's bytes are written.</summary>
    Bytes,

    /// <summary>The file whose path it is: one within the run's folder.</summary>
    File,
}
