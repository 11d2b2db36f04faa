namespace Gristmill.Dashboard;

/// <summary>What somebody may do.</summary>
public static class Roles
{
    /// <summary>May see everything, and change nothing.</summary>
    public const string Viewer = "viewer";

    /// <summary>May submit, cancel, retry and delete jobs, and give orders to queues and silos.</summary>
    public const string Operator = "operator";

    /// <summary>Whether there is such a role.</summary>
    /// <param name="role">Its name.</param>
    public static bool Exists(string role) => role is Viewer or Operator;
}
