using System.Text;

namespace Gristmill.BuiltIn.Programs;

/// <summary>
/// Makes lines of pieces of text. <c>\n</c>, <c>\r\n</c> and <c>\r</c> end one; one that is too long is cut in pieces.
/// </summary>
internal sealed class LineSplitter(Action<string> add)
{
    /// <summary>The most characters of a line: more than the log takes of one.</summary>
    public const int Most = 64 << 10;

    private readonly StringBuilder _begun = new();
    private bool _afterReturn;

    public void Add(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (_afterReturn && text[0] == '\n')
                text = text[1..];
            _afterReturn = false;
            var end = text.IndexOfAny('\r', '\n');
            Keep(end < 0 ? text : text[..end]);
            if (end < 0)
                return;
            _afterReturn = text[end] == '\r';
            Flush();
            text = text[(end + 1)..];
        }
    }

    /// <summary>Makes a line of what was begun, if anything was.</summary>
    public void End()
    {
        if (_begun.Length > 0)
            Flush();
    }

    private void Keep(ReadOnlySpan<char> piece)
    {
        while (_begun.Length + piece.Length > Most)
        {
            var room = Most - _begun.Length;
            _begun.Append(piece[..room]);
            piece = piece[room..];
            Flush();
        }
        _begun.Append(piece);
    }

    private void Flush()
    {
        add(_begun.ToString());
        _begun.Clear();
    }
}
