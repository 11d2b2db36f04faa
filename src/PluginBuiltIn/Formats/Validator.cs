namespace Gristmill.BuiltIn.Formats;

/// <summary>What can be made of a format.</summary>
/// <param name="From">The format.</param>
/// <param name="Title">What it is.</param>
/// <param name="To">The formats it converts to.</param>
public sealed record Validator(string From, string Title, IReadOnlyList<string> To);
