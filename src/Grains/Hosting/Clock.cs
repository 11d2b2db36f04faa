namespace Gristmill;

/// <summary>
/// The platform's clock is a keyed service: the unkeyed <see cref="TimeProvider"/> of a container drives the grain runtime itself, and
/// a test that stops our time must not stop its.
/// </summary>
internal static class Clock
{
    public const string Key = "gristmill";
}
