namespace Gristmill;

/// <summary>No live silo has that name.</summary>
[GenerateSerializer]
public sealed class UnknownSiloException : GristmillException
{
    /// <summary>Makes the error.</summary>
    /// <param name="silo">The name that was asked for.</param>
    /// <param name="known">The names of the live silos.</param>
    public UnknownSiloException(string silo, string[] known) : base(
        $"There is no live silo '{silo}'; {(known.Length == 0 ? "none has reported itself yet" : $"those are {string.Join(", ", known)}")}.") =>
        (Silo, Known) = (silo, known);

    /// <summary>The name that was asked for.</summary>
    [Id(0)] public string Silo { get; }

    /// <summary>The names of the live silos.</summary>
    [Id(1)] public string[] Known { get; }
}
