namespace Gristmill.Hosting;

/// <summary>A silo cannot start; the message says why and what to do, without a stack trace.</summary>
/// <param name="message">A sentence or several lines for the operator.</param>
/// <param name="inner">The cause.</param>
public sealed class SiloStartException(string message, Exception? inner = null) : Exception(message, inner);
