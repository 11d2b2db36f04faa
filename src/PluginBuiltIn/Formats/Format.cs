namespace Gristmill.BuiltIn.Formats;

/// <summary>A format of rows of data.</summary>
public enum Format
{
    /// <summary>Comma-separated values (RFC 4180); the first row are the names.</summary>
    Csv = 0,

    /// <summary>A JSON array of objects.</summary>
    Json = 1,

    /// <summary>JSON objects, one a line.</summary>
    Ndjson = 2,
}
