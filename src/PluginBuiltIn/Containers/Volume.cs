namespace Gristmill.BuiltIn.Containers;

/// <summary>A folder of the silo's machine inside a container.</summary>
/// <param name="Source">The folder, a full path, one that is allowed.</param>
/// <param name="Target">Where it is in the container, a full path.</param>
/// <param name="ReadOnly">Whether the container may only read it.</param>
public sealed record Volume(string Source, string Target, bool ReadOnly = true);
