namespace Gristmill.BuiltIn.Programs;

/// <summary>What to start.</summary>
/// <param name="Path">The program's file.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Folder">The folder that it works in.</param>
/// <param name="Environment">Variables to set beside the silo's own.</param>
/// <param name="Input">What it reads; null for nothing.</param>
/// <param name="AfterDeath">What to run if the silo dies meanwhile: a program with its arguments.</param>
internal sealed record ProgramCall(
    string Path, IReadOnlyList<string> Arguments, string Folder, IReadOnlyDictionary<string, string> Environment, string? Input,
    params IReadOnlyList<string> AfterDeath);
