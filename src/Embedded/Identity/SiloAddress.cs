using System.Globalization;

namespace Gristmill.Embedded;

/// <summary>One life of a silo: its name and a generation that grows with every start in the same data folder.</summary>
public sealed record SiloAddress
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
        addr.LastIndexOf('@') is var at and > 0
        && int.TryParse(addr.AsSpan(at + 1), CultureInfo.InvariantCulture, out var generation)
            ? new(addr[..at], generation)
            : throw new FormatException($"'{addr}' is not a silo address: expected name@generation.");

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Hash;

    /// <inheritdoc/>
    public override string ToString() => _text;
}
