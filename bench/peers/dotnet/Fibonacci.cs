namespace Gristmill.Bench;

/// <summary>Burns processor time.</summary>
internal static class Fibonacci
{
    public static long Of(int n) => n < 3 ? 1 : Of(n - 1) + Of(n - 2);
}
