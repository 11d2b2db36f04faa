using Gristmill.Plugins;

namespace Gristmill.BuiltIn;

/// <summary>The job asks for something that the silo's operator has not allowed. The message says which setting would.</summary>
/// <param name="message">The sentence.</param>
public sealed class NotAllowedException(string message) : TaskFailedException(message);
