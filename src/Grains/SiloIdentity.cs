using Gristmill.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Gristmill.Grains;

/// <summary>What the silo is called, which incarnation of it this is, and since when it is there.</summary>
public sealed class SiloIdentity(ILocalSiloDetails details, [FromKeyedServices(Clock.Key)] TimeProvider clock)
{
    public string Name => details.Name;

    /// <summary>What rows name as their owner: never used again by a later silo of the same name.</summary>
    public string Owner => field ??= details.SiloAddress.ToParsableString();

    public DateTimeOffset Started { get; } = clock.GetUtcNow();
}
