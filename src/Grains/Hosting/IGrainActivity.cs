namespace Gristmill.Hosting;

/// <summary>What the grains of this silo do, as its grain runtime knows it.</summary>
internal interface IGrainActivity
{
    /// <summary>Of each class of our grains that has been called here: how many activations there are, and how many calls they took.</summary>
    GrainLoad[] Read();
}
