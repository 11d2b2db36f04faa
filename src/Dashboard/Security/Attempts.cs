using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace Gristmill.Dashboard.Security;

/// <summary>Counts what was sent and is no key, by address: ten a minute are answered.</summary>
internal sealed class Attempts : IDisposable
{
    public const int Most = 10;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
        RateLimitPartition.GetFixedWindowLimiter(context.Connection.RemoteIpAddress?.ToString() ?? "", _ =>
            new FixedWindowRateLimiterOptions { PermitLimit = Most, Window = Window }));

    /// <summary>Counts one.</summary>
    /// <returns>Whether it was not one too many.</returns>
    public bool Count(HttpContext context)
    {
        using var lease = _limiter.AttemptAcquire(context);
        return lease.IsAcquired;
    }

    /// <summary>Whether no more are answered for now.</summary>
    public bool AreSpent(HttpContext context) => _limiter.GetStatistics(context) is { CurrentAvailablePermits: 0 };

    /// <summary>What is answered then, with status 429.</summary>
    public static string TooMany(HttpContext context)
    {
        context.Response.Headers.RetryAfter = $"{(int)Window.TotalSeconds}";
        return $"Too much was sent from this address that is no key, more than {Most} times in a minute. Try again in a minute.";
    }

    public void Dispose() => _limiter.Dispose();
}
