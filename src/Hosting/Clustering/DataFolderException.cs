namespace Gristmill.Hosting.Clustering;

/// <summary>The data folder cannot be used for the cluster's membership.</summary>
public sealed class DataFolderException(string dataFolder, string problem, Exception? inner = null)
    : Exception($"The data folder '{dataFolder}' cannot be used: {problem}", inner);
