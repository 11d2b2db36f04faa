using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Gristmill.Storage.Sqlite;

/// <summary>Writes values of which one often equals the one before: that is not written again.</summary>
internal sealed class LastWritten<T>(JsonTypeInfo<T> type, string end = "") where T : class, IEquatable<T>
{
    private T? _value;
    private string _text = "";

    public string Write(T value)
    {
        if (!value.Equals(_value))
            (_value, _text) = (value, JsonSerializer.Serialize(value, type) + end);
        return _text;
    }
}
