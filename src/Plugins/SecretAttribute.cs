namespace Gristmill.Plugins;

/// <summary>Marks a parameter of a transform that is shown to nobody: views of the job have <c>"***"</c> in its place.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
