namespace Gristmill.Plugins;

/// <summary>The settings that an operator has given a plugin cannot be; the message says which and why.</summary>
/// <param name="message">All problems in one line.</param>
public sealed class PluginSettingsException(string message) : Exception(message);
