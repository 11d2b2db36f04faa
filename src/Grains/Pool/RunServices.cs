using Gristmill.Core;
using Gristmill.Execution.Runs;
using Gristmill.Grains.Artifacts;
using Gristmill.Grains.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Grains.Pool;

/// <summary>What every run of a silo uses.</summary>
public sealed record RunServices(
    SiloOptions Options, SlotScheduler Slots, RunOutputBuffer OutputBuffer, JobCommandDispatcher Dispatcher, JobClient Jobs,
    JobArtifacts Artifacts, RunFolders Folders,
    [FromKeyedServices(Clock.Key)] TimeProvider Clock);
