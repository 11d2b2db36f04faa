using Gristmill.Plugins;

namespace Gristmill.BuiltIn.Programs;

/// <summary>Where programs are.</summary>
internal static class ProgramFile
{
    /// <summary>A name as it is; a path without <c>..</c>, so that it is what a list of allowed programs says.</summary>
    public static string Normalize(string program) =>
        Path.IsPathFullyQualified(program) ? Path.GetFullPath(program)
        : program.Length > 0 && !program.AsSpan().ContainsAny('/', '\\') && program is not ("." or "..") ? program
        : throw new TaskFailedException($"the program '{program}' must be a name on the silo's PATH or a full path");

    /// <summary>The file of a program.</summary>
    /// <exception cref="TaskFailedException">It is not there.</exception>
    public static string Find(string program) => TryFind(program)
        ?? throw new TaskFailedException(Path.IsPathFullyQualified(program)
            ? $"there is no program {program} on this silo that it may run"
            : $"there is no program '{program}' on this silo's PATH: {Environment.GetEnvironmentVariable("PATH")}");

    public static string? TryFind(string program) => Path.IsPathFullyQualified(program)
        ? IsProgram(program) ? Path.GetFullPath(program) : null
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => OperatingSystem.IsWindows() ? new[] { program, program + ".exe" } : [program], Path.Combine)
            .FirstOrDefault(IsProgram);

    private static bool IsProgram(string path) => File.Exists(path)
        && (OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
