namespace Gristmill.Hosting;

/// <summary>What the silo is called, and which incarnation of it this is.</summary>
internal sealed class SiloIdentity(ILocalSiloDetails details)
{
    public string Name => details.Name;

    /// <summary>What rows name as their owner: never used again by a later silo of the same name.</summary>
    public string Owner => field ??= details.SiloAddress.ToParsableString();
}
