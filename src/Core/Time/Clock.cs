namespace Gristmill.Core;

/// <summary>
/// The platform's clock is a keyed service: the unkeyed <see cref="TimeProvider"/> of a container drives Orleans itself, and
/// a test that stops our time must not stop Orleans'.
/// </summary>
public static class Clock
{
    /// <summary>The key of the service.</summary>
    public const string Key = "gristmill";
}
