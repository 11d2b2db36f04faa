using System.Globalization;

namespace Gristmill.Embedded;

/// <summary>Identity of grains, asked of the grain itself or of a reference to it.</summary>
public static class GrainExtensions
{
    /// <summary>The identity.</summary>
    /// <exception cref="ArgumentException">The object is neither a grain nor a reference.</exception>
    public static GrainId GetGrainId(this IAddressable grain) => grain switch
    {
        Grain inner => inner.Context.GrainId,
        GrainReference reference => reference.GrainId,
        _ => throw NoGrain(grain),
    };

    /// <summary>The string key.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain.GetGrainId().Key;

    /// <summary>The Guid key.</summary>
    public static Guid GetPrimaryKey(this IAddressable grain) => Guid.ParseExact(grain.GetGrainId().Key, "N");

    /// <summary>The integer key.</summary>
    public static long GetPrimaryKeyLong(this IAddressable grain) =>
        long.Parse(grain.GetGrainId().Key, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>A reference to this grain, to hand to others (never hand out <c>this</c>), or a reference seen as another interface.</summary>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain)
        where TGrainInterface : IAddressable
    {
        var node = (grain as Grain)?.Context.Node ?? (grain as GrainReference)?.Node;
        return node is null ? throw NoGrain(grain) : node.Factory.GetGrain<TGrainInterface>(grain.GetGrainId());
    }

    internal static string KeyOf(Guid key) => key.ToString("N");

    internal static string KeyOf(long key) => key.ToString("X", CultureInfo.InvariantCulture);

    private static ArgumentException NoGrain(IAddressable? grain) =>
        new($"A {grain?.GetType().Name ?? "null"} is neither a grain nor a reference to one.", nameof(grain));
}
