using System.Net;
using Microsoft.Extensions.Logging;

namespace Gristmill.Hosting.Clustering;

public sealed partial class ConnectionHandshake
{
    [LoggerMessage(LogLevel.Information,
        "The connection with {Other} was closed: it did not prove that it knows the cluster's secret.")]
    private partial void Refused(EndPoint? other);
}
