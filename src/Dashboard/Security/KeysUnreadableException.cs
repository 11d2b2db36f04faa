namespace Gristmill.Dashboard.Security;

/// <summary>The file of the keys does not hold keys; the message says what to do.</summary>
public sealed class KeysUnreadableException(string message, Exception inner) : Exception(message, inner);
