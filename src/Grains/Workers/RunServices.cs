using Gristmill.Artifacts;
using Gristmill.Hosting;
using Gristmill.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Workers;

/// <summary>What every run of a silo uses.</summary>
internal sealed record RunServices(
    SiloOptions Options, SlotScheduler Slots, RunOutputBuffer OutputBuffer, JobCommandDispatcher Dispatcher, JobClient Jobs, JobArtifacts Artifacts, RunFolders Folders,
    [FromKeyedServices(Clock.Key)] TimeProvider Clock);
