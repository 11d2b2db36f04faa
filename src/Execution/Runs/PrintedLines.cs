using System.Text;

namespace Gristmill.Execution.Runs;

/// <summary>
/// Makes lines of what a run prints piece by piece. A line ends with <c>\n</c>, <c>\r\n</c> or <c>\r</c>: what a progress bar
/// writes over itself becomes lines of their own. Of a line that does not end only its beginning is kept, so that memory stays
/// bounded.
/// </summary>
/// <param name="most">The most characters of a line to keep.</param>
/// <param name="add">Takes a line, and how many bytes behind it were not kept.</param>
internal sealed class PrintedLines(int most, PrintedLines.Add add)
{
    public delegate void Add(ReadOnlySpan<char> line, long gone);

    private readonly StringBuilder _begun = new();
    private long _gone;
    private bool _afterReturn;

    public void Print(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var end = text.IndexOfAny('\r', '\n');
            if (end < 0)
            {
                Keep(text);
                return;
            }
            var piece = text[..end];
            var isReturn = text[end] == '\r';
            text = text[(end + 1)..];
            var endsReturn = !isReturn && _afterReturn && piece.IsEmpty;
            var overwritesNothing = isReturn && piece.IsEmpty && _begun.Length == 0;
            if (!endsReturn && !overwritesNothing)
                End(piece);
            _afterReturn = isReturn && !overwritesNothing;
        }
    }

    /// <summary>Makes a line of what was begun, if anything was.</summary>
    public void End()
    {
        if (_begun.Length > 0)
            End([]);
    }

    private void End(ReadOnlySpan<char> piece)
    {
        if (_begun.Length == 0)
        {
            add(piece, 0);
            return;
        }
        Keep(piece);
        add(_begun.ToString(), _gone);
        _begun.Clear();
        _gone = 0;
    }

    private void Keep(ReadOnlySpan<char> piece)
    {
        _afterReturn = false;
        var kept = Math.Min(piece.Length, most - _begun.Length);
        _begun.Append(piece[..kept]);
        _gone += Encoding.UTF8.GetByteCount(piece[kept..]);
    }
}
