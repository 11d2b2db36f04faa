using System.CommandLine;
using Gristmill.Client.Input;

namespace Gristmill.Client.Commands;

/// <summary>The argument by which commands name jobs.</summary>
internal static class JobArgument
{
    public static Argument<Guid> One() => new("ID") { Description = "The job's id.", CustomParser = Values.Id };

    public static Argument<Guid[]> Several() => new("ID")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "The jobs' ids.",
        CustomParser = Values.Ids,
    };
}
