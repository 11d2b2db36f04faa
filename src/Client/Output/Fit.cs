namespace Gristmill.Client.Output;

/// <summary>What a terminal too narrow for a sheet does with a column.</summary>
internal enum Fit
{
    /// <summary>It stays whole.</summary>
    Firm,

    /// <summary>It wraps.</summary>
    Elastic,

    /// <summary>It shows the ends of its texts, where they differ most.</summary>
    Ending,

    /// <summary>It is left out.</summary>
    Minor,
}
