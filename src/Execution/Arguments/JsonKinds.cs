namespace Gristmill.Execution.Arguments;

/// <summary>The kinds of JSON values; an integer is a number without fraction and exponent.</summary>
[Flags]
public enum JsonKinds
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Integer = 4,
    Number = 8,
    String = 16,
    Array = 32,
    Object = 64,
    Any = 127,
}
