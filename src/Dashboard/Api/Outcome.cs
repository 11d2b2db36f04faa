namespace Gristmill.Dashboard.Api;

/// <summary>How an endpoint answers when all went well.</summary>
internal sealed record Outcome(int Status, string Text);
