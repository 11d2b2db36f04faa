namespace Gristmill.Dashboard.Http;

/// <summary>A request that is not done; what is thrown becomes the answer.</summary>
internal sealed class ProblemException(Problem problem) : Exception(problem.Detail)
{
    public Problem Problem => problem;
}
