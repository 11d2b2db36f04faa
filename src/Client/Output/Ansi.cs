using System.Text;

namespace Gristmill.Client.Output;

/// <summary>Tones as a terminal's own 16 colours, so that they fit whatever scheme the reader has.</summary>
internal static class Ansi
{
    /// <summary>A line as it is written, with colours or without.</summary>
    public static string Paint(ReadOnlySpan<Ink> line, bool colors)
    {
        var text = new StringBuilder();
        foreach (var ink in line)
            if (colors && Code(ink.Tone) is { } code)
                text.Append("\e[").Append(code).Append('m').Append(ink.Text).Append("\e[0m");
            else
                text.Append(ink.Text);
        return text.ToString();
    }

    private static string? Code(Tone tone) => tone switch
    {
        Tone.Strong => "1",
        Tone.Dim => "90",
        Tone.Good => "32",
        Tone.Bad => "31",
        Tone.Warning => "33",
        Tone.Active => "36",
        _ => null,
    };
}
