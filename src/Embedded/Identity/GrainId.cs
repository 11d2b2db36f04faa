using System.Runtime.InteropServices;

namespace Gristmill.Embedded;

/// <summary>The kind of a grain: one per grain class.</summary>
public readonly record struct GrainType
{
    private readonly string _name;

    private GrainType(string name) => _name = name;

    /// <summary>Makes a type of its name, for example <c>job</c> for a class <c>JobGrain</c>.</summary>
    public static GrainType Create(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => _name;
}

/// <summary>The identity of a grain: its type and its key. It always exists, whether or not the grain is in memory.</summary>
public readonly record struct GrainId
{
    private GrainId(GrainType type, string key)
    {
        Hash = StableHash.Of(type.ToString(), key);
        Type = type;
        Key = key;
    }

    /// <summary>The same in every process, so that all agree where the grain lives.</summary>
    internal ulong Hash { get; }

    /// <summary>The kind of the grain.</summary>
    public GrainType Type { get; }

    /// <summary>The key as text: the string itself, a Guid without dashes, or an integer in upper-case hexadecimal.</summary>
    public string Key { get; }

    /// <summary>Makes an identity.</summary>
    public static GrainId Create(GrainType type, string key) => new(type, key);

    /// <summary>Makes an identity.</summary>
    public static GrainId Create(string type, string key) => new(GrainType.Create(type), key);

    /// <summary>Reads what <see cref="ToString"/> wrote: <c>type/key</c>.</summary>
    /// <exception cref="FormatException">The text is not of that form.</exception>
    public static GrainId Parse(string s) => s.IndexOf('/', StringComparison.Ordinal) is var slash and > 0
        ? Create(s[..slash], s[(slash + 1)..])
        : throw new FormatException($"'{s}' is not a grain id: expected type/key.");

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Hash;

    /// <inheritdoc/>
    public override string ToString() => $"{Type}/{Key}";
}

/// <summary>A 64-bit hash that is the same in every process (string.GetHashCode is not).</summary>
internal static class StableHash
{
    public static ulong Of(string first, string second) => Add(Add(0x9E3779B97F4A7C15, first), second);

    public static ulong Add(ulong seed, ReadOnlySpan<char> text)
    {
        var hash = seed ^ ((ulong)text.Length * 0xA0761D6478BD642F);
        while (text.Length >= 4)
        {
            hash = Mix(hash ^ MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(text)), 0xE7037ED1A0B428DB);
            text = text[4..];
        }

        foreach (var c in text)
            hash = Mix(hash ^ c, 0x8EBC6AF09C88C6E3);
        return Mix(hash, 0x589965CC75374CC3);
    }

    public static ulong Mix(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }
}
