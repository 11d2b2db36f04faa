namespace Gristmill.Silo.Clustering;

/// <summary>A live silo of the same name exists in the same data folder.</summary>
internal sealed class SiloNameTakenException(string siloName, string dataFolder)
    : Exception($"A silo named '{siloName}' is running in '{dataFolder}'. Choose another name or stop that silo.");

/// <summary>The data folder cannot be used for the cluster's membership.</summary>
internal sealed class DataFolderException(string dataFolder, string problem, Exception? inner = null)
    : Exception($"The data folder '{dataFolder}' cannot be used: {problem}", inner);
