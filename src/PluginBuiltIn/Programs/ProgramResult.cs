using Gristmill.Plugins;

namespace Gristmill.BuiltIn.Programs;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Outputs">The files that were kept.</param>
public sealed record ProgramResult(int ExitCode, IReadOnlyList<Artifact> Outputs);
