using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Gristmill.Hosting.Clustering;

/// <summary>
/// Keeps other users of the machine from calling grains: every user can connect to a loopback port, and can listen on one that a
/// silo has left. So each new connection begins with a challenge both ways, answered by an HMAC-SHA256 (RFC 2104) under the
/// cluster's secret over both nonces and both ports, which keeps a go-between from passing answers on. What follows on the
/// connection is not touched, so that calls cost nothing more.
/// </summary>
public sealed partial class ConnectionHandshake(ClusterSecret secret, ILogger<ConnectionHandshake> log)
{
    private const int NonceLength = 32;
    private const int ProofLength = HMACSHA256.HashSizeInBytes;

    /// <summary>How long the other side may take; a connection that says nothing is closed.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);

    /// <summary>Why the latest connection that this process opened was given up, for people; null if none was.</summary>
    public string? Fault { get; private set; }

    /// <summary>The side that listens.</summary>
    public void Accept(IConnectionBuilder connection) => connection.Use(next => async context =>
    {
        if (await SucceedsAsync(context, AcceptAsync))
            await next(context);
    });

    /// <summary>The side that connects.</summary>
    public void Open(IConnectionBuilder connection) => connection.Use(next => async context =>
    {
        if (await SucceedsAsync(context, OpenAsync))
            await next(context);
        else
            Fault ??= $"the silo at {context.RemoteEndPoint} hung up";
    });

    private async Task<bool> SucceedsAsync(ConnectionContext context, Func<ConnectionContext, CancellationToken,
        Task<bool>> shake)
    {
        using var limit = new CancellationTokenSource(TimeLimit, TimeProvider.System);
        try
        {
            if (await shake(context, limit.Token))
                return true;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ConnectionAbortedException)
        {
            // Whoever it was went away, or never spoke.
        }
        catch (DataFolderException e)
        {
            Fault = e.Message;
        }
        Refused(context.RemoteEndPoint);
        context.Abort();
        return false;
    }

    private async Task<bool> AcceptAsync(ConnectionContext context, CancellationToken limit)
    {
        var nonces = new byte[2 * NonceLength];
        await ReadAsync(context.Transport.Input, nonces.AsMemory(0, NonceLength), limit);
        RandomNumberGenerator.Fill(nonces.AsSpan(NonceLength));
        var (opener, acceptor) = (PortOf(context.RemoteEndPoint), PortOf(context.LocalEndPoint));
        await context.Transport.Output.WriteAsync((byte[])[.. nonces[NonceLength..],
            .. Prove("accepts", nonces, opener, acceptor)], limit);
        return await IsProofAsync(context, Prove("opens", nonces, opener, acceptor), limit);
    }

    private async Task<bool> OpenAsync(ConnectionContext context, CancellationToken limit)
    {
        var nonces = new byte[2 * NonceLength];
        RandomNumberGenerator.Fill(nonces.AsSpan(0, NonceLength));
        await context.Transport.Output.WriteAsync(nonces.AsMemory(0, NonceLength), limit);
        await ReadAsync(context.Transport.Input, nonces.AsMemory(NonceLength), limit);
        var (opener, acceptor) = (PortOf(context.LocalEndPoint), PortOf(context.RemoteEndPoint));
        if (!await IsProofAsync(context, Prove("accepts", nonces, opener, acceptor), limit))
        {
            Fault = $"who listens on {context.RemoteEndPoint} does not know the secret in {secret.Path}: it is no silo of this folder, or the file was replaced while it ran";
            return false;
        }
        await context.Transport.Output.WriteAsync(Prove("opens", nonces, opener, acceptor), limit);
        return true;
    }

    private byte[] Prove(string role, ReadOnlySpan<byte> nonces, int opener, int acceptor) =>
        HMACSHA256.HashData(secret.Value, [.. Encoding.ASCII.GetBytes($"gristmill {role} {opener} {acceptor} "), .. nonces]);

    private static async Task<bool> IsProofAsync(ConnectionContext context, byte[] expected, CancellationToken limit)
    {
        var proof = new byte[ProofLength];
        await ReadAsync(context.Transport.Input, proof, limit);
        return CryptographicOperations.FixedTimeEquals(proof, expected);
    }

    private static async Task ReadAsync(PipeReader input, Memory<byte> into, CancellationToken limit)
    {
        var read = await input.ReadAtLeastAsync(into.Length, limit);
        if (read.Buffer.Length < into.Length)
            throw new EndOfStreamException();
        read.Buffer.Slice(0, into.Length).CopyTo(into.Span);
        input.AdvanceTo(read.Buffer.GetPosition(into.Length));
    }

    private static int PortOf(EndPoint? end) => ((IPEndPoint)end!).Port;
}
