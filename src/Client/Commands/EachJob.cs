using Gristmill.Client.Output;
using Gristmill.Json;

namespace Gristmill.Client.Commands;

/// <summary>
/// Does the same to several jobs, and prints the status that each has then, in the order in which they were named.
/// </summary>
internal static class EachJob
{
    /// <summary>The jobs that are asked about at the same time.</summary>
    public const int AtOnce = 100;

    /// <param name="session">Told of the jobs that refuse.</param>
    /// <param name="ids">The jobs.</param>
    /// <param name="act">What to do.</param>
    /// <param name="done">Gets each job to which it was done.</param>
    /// <returns>The exit code: a job that refuses, or does not exist, does not keep the others from it.</returns>
    public static async Task<int> DoAsync(Session session, IEnumerable<Guid> ids, Func<Guid, Task<JobView>> act,
        Action<JobView> done)
    {
        var exitCode = ExitCodes.Success;
        foreach (var some in ids.Distinct().Chunk(AtOnce))
            foreach (var (id, acting) in some.Select(id => (id, act(id))).ToList())
            {
                try
                {
                    done(await acting);
                }
                catch (UnknownJobException e)
                {
                    exitCode = session.Report(e);
                }
                catch (JobRefusedException e)
                {
                    exitCode = session.Report(new JobRefusedException([.. e.Problems.Select(problem => $"{id}: {problem}")]));
                }
            }
        return exitCode;
    }

    /// <summary>Prints a job's status, or all of the job for programs.</summary>
    public static void Print(Session session, JobView job)
    {
        if (session.Json)
            session.Out.Raw(JsonViews.Line(job));
        else
            session.Out.Line($"{job.Id}  ", Ink.Of(job.Status));
    }
}
