namespace Gristmill.Hosting.Clustering;

/// <summary>A live silo of the same name exists in the same data folder.</summary>
internal sealed class SiloNameTakenException(string siloName, string dataFolder)
    : Exception($"A silo named '{siloName}' is running in '{dataFolder}'. Choose another name or stop that silo.");
