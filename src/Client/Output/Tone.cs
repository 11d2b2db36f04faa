namespace Gristmill.Client.Output;

/// <summary>What a piece of text means to the reader; at a terminal it has a colour.</summary>
internal enum Tone
{
    Plain,
    Strong,
    Dim,
    Good,
    Bad,
    Warning,
    Active,
}
