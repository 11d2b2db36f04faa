using Gristmill.Hosting;

namespace Gristmill.Silo;

/// <summary>Reads what the embedded runtime counts.</summary>
internal sealed class GrainActivity(Node node) : IGrainActivity
{
    public GrainLoad[] Read() => [.. node.Catalog!.Activity().Select(kind => new GrainLoad(kind.Class.Name, kind.Activations, kind.Requests))];
}
