using System.Text;
using Spectre.Console.Rendering;

namespace Gristmill.Client.Output;

/// <summary>A piece of text and its tone.</summary>
internal readonly record struct Ink
{
    public Ink(string? text, Tone tone = Tone.Plain) => (Text, Tone) = (Words.Printable(text ?? ""), tone);

    /// <summary>Fit to print: a task's title or log line moves no cursor.</summary>
    public string Text { get; }

    /// <summary>How many columns of a terminal it takes.</summary>
    public int Width => Ascii.IsValid(Text) ? Text.Length : new Segment(Text).CellCount();

    public Tone Tone { get; }

    public static implicit operator Ink(string? text) => new(text);

    /// <summary>A status in its colour.</summary>
    public static Ink Of(JobStatus status) => new(status.ToString(), status switch
    {
        JobStatus.Success => Tone.Good,
        JobStatus.Error => Tone.Bad,
        JobStatus.Canceled or JobStatus.Canceling => Tone.Warning,
        JobStatus.Queued or JobStatus.Inactive => Tone.Plain,
        _ => Tone.Active,
    });
}
