using System.Text.Json.Serialization;

namespace Gristmill.Json;

/// <summary>A job that was accepted from a line of a file.</summary>
internal sealed record SubmittedLine(long Line, Guid Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Existing);
