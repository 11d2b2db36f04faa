using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Gristmill.Embedded;

/// <summary>One life of a silo: its name and a generation that grows with every start in the same data folder.</summary>
[JsonConverter(typeof(ParsableConverter<SiloAddress>))]
public sealed class SiloAddress : IEquatable<SiloAddress>, IParsable<SiloAddress>
{
    private readonly string _text;

    private SiloAddress(string name, int generation)
    {
        Name = name;
        Generation = generation;
        _text = string.Create(CultureInfo.InvariantCulture, $"{name}@{generation}");
        Hash = StableHash.Of(name, _text);
    }

    /// <summary>Tells the lives of one silo name apart; a later life has a higher one.</summary>
    public int Generation { get; }

    internal string Name { get; }

    internal ulong Hash { get; }

    internal static SiloAddress New(string name, int generation) => new(name, generation);

    /// <summary>The address as text that <see cref="FromParsableString"/> reads.</summary>
    public string ToParsableString() => _text;

    /// <summary>Reads what <see cref="ToParsableString"/> wrote.</summary>
    /// <exception cref="FormatException">The text is not an address.</exception>
    public static SiloAddress FromParsableString(string addr) =>
        TryParse(addr, null, out var address) ? address : throw new FormatException($"'{addr}' is not a silo address: expected name@generation.");

    /// <inheritdoc cref="FromParsableString"/>
    public static SiloAddress Parse(string s, IFormatProvider? provider) => FromParsableString(s);

    /// <summary>Reads an address, if the text is one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out SiloAddress result)
    {
        var at = s?.LastIndexOf('@') ?? -1;
        result = at > 0 && int.TryParse(s.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
            ? new SiloAddress(s![..at], generation)
            : null;
        return result is not null;
    }

    /// <inheritdoc/>
    public bool Equals(SiloAddress? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SiloAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Hash;

    /// <inheritdoc/>
    public override string ToString() => _text;
}
