using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Gristmill.Plugins;

namespace Gristmill.BuiltIn.Http;

/// <summary>Asks hosts for things.</summary>
/// <param name="options">What is allowed.</param>
public sealed class HttpTasks(BuiltInOptions options)
{
    /// <summary>The most bytes of a content that becomes part of the job's result.</summary>
    public const int MaxBodyBytes = 256 << 10;

    private const int MaxRedirects = 5;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);
    private static readonly string[] Repeatable = ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"];

    /// <summary>
    /// Sends a request to a host that the silo's operator has allowed. What fails on the way, and the answers 408, 429 and 500 or
    /// more, are tried again: after what Retry-After says, else after 1, 2, 4 … seconds, at most 60. An answer of 400 or more
    /// fails the job.
    /// </summary>
    /// <param name="task">The running job.</param>
    /// <param name="url">Where to: http or https.</param>
    /// <param name="method">GET, POST, ….</param>
    /// <param name="headers">Headers to send.</param>
    /// <param name="body">The content to send, as text.</param>
    /// <param name="keep">
    /// The name to keep the answer's content under, with the job. Without it the content is part of the result: at most 256 KiB.
    /// </param>
    /// <param name="maxBytes">The most bytes to receive; the operator's limit unless it is less.</param>
    /// <param name="attempts">How often to try. 3 unless given; 1 for methods that do something each time, such as POST.</param>
    /// <param name="timeout">Seconds for one try, up to the end of the content.</param>
    /// <param name="allowErrors">Whether an answer of 400 or more is a result, too.</param>
    [JobTask(Name = "gristmill.http", Title = "Sends a request")]
    public async Task<HttpResult> Http(
        TaskContext task, string url, string method = "GET", Dictionary<string, string>? headers = null, string? body = null,
        string? keep = null,
        [Range(1, long.MaxValue)] long? maxBytes = null, [Range(1, 20)] int? attempts = null,
        [Range(0, 86_400, MinimumIsExclusive = true)] double timeout = 100, bool allowErrors = false)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(method);
        var address = Check(url);
        var tries = attempts ?? (Repeatable.Contains(method.ToUpperInvariant()) ? 3 : 1);
        if (keep is not null && !Artifact.IsName(keep))
            throw new TaskFailedException($"\"{keep}\" cannot name an artifact; expected 1 to {Artifact.MaxNameLength} letters, digits, '.', '_' and '-', the first no '.'");
        var most = Math.Min(maxBytes
            ?? long.MaxValue, keep is null ? Math.Min(MaxBodyBytes, options.HttpBytes) : options.HttpBytes);

        // Redirects are followed here, so that each host is checked. Cookies of one job are none of another's.
        using var handler =
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.All
            };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        for (var attempt = 1; ; attempt++)
        {
            Answer? answer = null;
            using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(timeout), task.Clock))
            using (var stopping = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, task.CancellationToken))
            {
                try
                {
                    answer = await AskAsync(client, new(address, method, headers ?? [], body),
                        Path.Combine(task.Folder, "content"), most, stopping.Token);
                }
                catch (Exception e) when (e is HttpRequestException or IOException || patience.IsCancellationRequested)
                {
                    task.CancellationToken.ThrowIfCancellationRequested();
                    var reason = patience.IsCancellationRequested ? $"no answer within {timeout} s" : e.Message;
                    if (attempt == tries)
                        throw new TaskFailedException($"{method} {address}: {reason} (tried {attempt} times)", e);
                    task.Log.Warning($"{method} {address}: {reason}");
                }
            }
            if (answer is not null)
            {
                if (!IsWorthAnother(answer.Status) || attempt == tries)
                    return await ResultAsync(answer, keep, attempt, allowErrors, task);
                task.Log.Warning($"{method} {address}: {answer.Status}");
            }
            var pause = answer?.RetryAfter ?? TimeSpan.FromSeconds(Math.Pow(2, attempt - 1));
            pause = pause < TimeSpan.Zero ? TimeSpan.Zero : pause > LongestPause ? LongestPause : pause;
            task.Progress(message: $"trying again in {pause.TotalSeconds:0} s");
            await task.Delay(pause);
            task.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    private sealed record Call(Uri Address, string Method, Dictionary<string, string> Headers, string? Body);

    private sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, string File, TimeSpan? RetryAfter);

    private async Task<Answer> AskAsync(HttpClient client, Call call, string file, long most, CancellationToken stopping)
    {
        for (var redirects = 0; ; redirects++)
        {
            using var request = Request(call);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stopping);
            if (response is
                {
                    StatusCode: >= HttpStatusCode.MovedPermanently and < HttpStatusCode.BadRequest,
                    Headers.Location: { } location
                })
            {
                if (redirects == MaxRedirects)
                    throw new TaskFailedException($"{call.Address} redirects more than {MaxRedirects} times");
                call = Redirect(call, Check(new Uri(call.Address, location).AbsoluteUri), response.StatusCode);
                continue;
            }
            await ReceiveAsync(response, file, most, stopping);
            return new Answer((int)response.StatusCode, HeadersOf(response), file, RetryAfter(response.Headers.RetryAfter));
        }
    }

    private static HttpRequestMessage Request(Call call)
    {
        if (call.Method.Length == 0 || !call.Method.All(char.IsAsciiLetter))
            throw new TaskFailedException($"'{call.Method}' is no method such as GET or POST");
        var request = new HttpRequestMessage(new HttpMethod(call.Method), call.Address);
        if (call.Body is not null)
            request.Content =
                new ByteArrayContent(Encoding.UTF8.GetBytes(call.Body))
                {
                    Headers =
                { ContentType = new("text/plain", "utf-8") }
                };
        foreach (var (name, value) in call.Headers)
        {
            if (value.AsSpan().ContainsAny('\r', '\n', '\0'))
                throw new TaskFailedException($"the header '{name}' has a line break or a null character in it, which could be another header");
            if (name.Equals("Host", StringComparison.OrdinalIgnoreCase))
                throw new TaskFailedException("the header 'Host' is the address's own: ask for another address");
            if (request.Headers.TryAddWithoutValidation(name, value))
                continue;
            if (request.Content is null)
                throw new TaskFailedException($"the header '{name}' belongs to a body, and there is none");
            request.Content.Headers.Remove(name);
            if (!request.Content.Headers.TryAddWithoutValidation(name, value))
                throw new TaskFailedException($"'{name}' is no header that can be sent");
        }
        return request;
    }

    // As browsers do: what was posted is not sent on, and another host does not get what was meant for this one.
    private static Call Redirect(Call call, Uri to, HttpStatusCode status)
    {
        var asGet = status is not (HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
            && call.Method.ToUpperInvariant() is not ("GET" or "HEAD");
        var headers = to.Authority == call.Address.Authority && to.Scheme == call.Address.Scheme ? call.Headers : [];
        return new(to, asGet ? "GET" : call.Method, asGet ? Bodiless(headers) : headers, asGet ? null : call.Body);

        static Dictionary<string, string> Bodiless(Dictionary<string, string> headers) =>
            new(headers.Where(header => !header.Key.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)));
    }

    private static async Task ReceiveAsync(HttpResponseMessage response, string file, long most, CancellationToken stopping)
    {
        if (response.Content.Headers.ContentLength > most)
            throw TooLarge(response, most);
        var (from, to) = (await response.Content.ReadAsStreamAsync(stopping), File.Create(file));
        await using (from)
        await using (to)
        {
            var buffer = new byte[64 << 10];
            int read;
            while ((read = await from.ReadAsync(buffer, stopping)) > 0)
            {
                if (to.Length + read > most)
                    throw TooLarge(response, most);
                await to.WriteAsync(buffer.AsMemory(0, read), stopping);
            }
        }
    }

    private static async Task<HttpResult> ResultAsync(Answer answer, string? keep, int attempts, bool allowErrors,
        TaskContext task)
    {
        if (answer.Status >= 400 && !allowErrors)
            throw new TaskFailedException($"the answer is {answer.Status} (tried {attempts} times)");
        return keep is null
            ? new(answer.Status, answer.Headers, await File.ReadAllTextAsync(answer.File, CancellationToken.None), null, attempts)
            : new(answer.Status, answer.Headers, null, await task.SaveArtifact(keep, answer.File), attempts);
    }

    private Uri Check(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new TaskFailedException($"'{url}' is no address; expected http://… or https://…");
        var host = address.IsDefaultPort ? address.IdnHost : $"{address.IdnHost}:{address.Port}";
        return Array.Exists(options.Hosts, allowed => Matches(allowed, host))
            ? address : throw Allowed.Refused("host", host, nameof(options.Hosts), host);
    }

    private static bool Matches(string allowed, string host) => allowed == "*"
        || (allowed.StartsWith("*.", StringComparison.Ordinal)
            ? host.EndsWith(allowed[1..], StringComparison.OrdinalIgnoreCase) : host.Equals(allowed, StringComparison.OrdinalIgnoreCase));

    private static bool IsWorthAnother(int status) => status is 408 or 429 or >= 500;

    private static Dictionary<string, string> HeadersOf(HttpResponseMessage response) =>
        response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);

    // A date would be compared with this machine's clock, which need not be theirs.
    private static TimeSpan? RetryAfter(RetryConditionHeaderValue? header) => header?.Delta;

    private static TaskFailedException TooLarge(HttpResponseMessage response, long most) => new(
        $"{response.RequestMessage!.RequestUri} answers with more than {most:N0} bytes; raise maxBytes (without keep at most {MaxBodyBytes:N0}), or the silo's {BuiltInOptions.Section}:{nameof(BuiltInOptions.HttpBytes)}");
}
