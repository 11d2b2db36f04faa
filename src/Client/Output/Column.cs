namespace Gristmill.Client.Output;

/// <summary>A column of a sheet.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Fit">What happens to it at a terminal too narrow for all.</param>
internal readonly record struct Column(string Name, Fit Fit = Fit.Firm)
{
    public static implicit operator Column(string name) => new(name);

    public static Column Elastic(string name) => new(name, Fit.Elastic);

    public static Column Ending(string name) => new(name, Fit.Ending);

    public static Column Minor(string name) => new(name, Fit.Minor);
}
