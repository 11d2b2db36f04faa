using Gristmill.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Grains.Pool;

/// <summary>
/// The folders for what runs need on disk: <c>work/SILO/JOB.RUN</c> of the data folder, each for as long as its run lasts.
/// </summary>
public sealed class RunFolders(SiloOptions options, [FromKeyedServices(Clock.Key)] TimeProvider clock)
{
    /// <summary>A silo that starts has folders before it has a row.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private readonly SteadyClock _steady = new(clock);
    private readonly string _root = Path.Combine(Path.GetFullPath(options.Data), "work");

    public string Create(string owner, Guid job, int run) =>
        Directory.CreateDirectory(Path.Combine(_root, NameOf(owner), $"{job:N}.{run}")).FullName;

    /// <summary>Removes the folders of silos that are gone.</summary>
    /// <param name="living">The owners that are not.</param>
    public void Sweep(IEnumerable<string> living)
    {
        if (!Directory.Exists(_root))
            return;
        var names = living.Select(NameOf).ToHashSet();
        var before = _steady.Earlier - Patience;
        foreach (var folder in new DirectoryInfo(_root).EnumerateDirectories())
            if (!names.Contains(folder.Name) && folder.LastWriteTimeUtc < before.UtcDateTime)
                folder.Delete(recursive: true);
    }

    private static string NameOf(string owner) =>
        string.Concat(owner.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_'));
}
