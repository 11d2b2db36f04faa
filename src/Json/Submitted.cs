using System.Text.Json.Serialization;

namespace Gristmill.Json;

/// <summary>A job that was accepted.</summary>
/// <param name="Id">The job's id.</param>
/// <param name="Existing">Whether it was there already, with the same unique key; left out if not.</param>
public sealed record Submitted(Guid Id, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Existing);
