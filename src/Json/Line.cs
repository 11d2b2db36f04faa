namespace Gristmill.Json;

/// <summary>A line of a file.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Bytes">What it holds, without its line break; a part of it if it is too long.</param>
/// <param name="IsTooLong">Whether it is longer than any line may be.</param>
internal readonly record struct Line(long Number, ReadOnlyMemory<byte> Bytes, bool IsTooLong);
