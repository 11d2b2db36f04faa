namespace Gristmill.Execution.Json;

/// <summary>Reads a value from a string; false if it is none.</summary>
internal delegate bool ReadText<T>(string text, out T value);
