namespace Gristmill.Execution.Arguments;

/// <summary>Which value a problem is about: an argument, or something within it.</summary>
/// <param name="Path">The parameter's name and what follows: <c>options.names[2]</c>.</param>
/// <param name="Position">The argument's place if it is given by position: <c> (1st)</c>.</param>
/// <param name="TypeName">The parameter's type for people; null within it.</param>
/// <param name="Transform">The transform whose parameters it is about; null for none.</param>
public readonly record struct Place(string Path, string Position, string? TypeName, string? Transform = null)
{
    public Place Member(string name) => this with { Path = $"{Path}.{name}", TypeName = null };

    public Place Item(int index) => this with { Path = $"{Path}[{index}]", TypeName = null };

    public override string ToString() => $"argument '{Path}'{Position}{(Transform is null ? "" : $", transform '{Transform}'")}";
}
