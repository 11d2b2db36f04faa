namespace Gristmill.Client.Clusters;

/// <summary>There is no cluster to talk to; the message says where none is, and what to do.</summary>
internal sealed class NoClusterException(string message, Exception? inner = null) : Exception(message, inner);
