using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Gristmill.Dashboard.Http;

/// <summary>
/// An asset, hashed and compressed when somebody first asks for it: a silo that nobody looks at starts without.
/// </summary>
internal sealed class Asset
{
    /// <summary>The parameter of an address that names the content.</summary>
    public const string Version = "v";

    private const string Encoding = "gzip"; // What browsers take without TLS, too.

    private static readonly FileExtensionContentTypeProvider Types = new();

    private readonly Func<Stream> _open;
    private readonly string _type;
    private readonly Lazy<string> _hash;
    private readonly Lazy<byte[]> _compressed;

    public Asset(Assembly assembly, string name)
    {
        _open = () => assembly.GetManifestResourceStream(name)!;
        _type = Types.TryGetContentType(name, out var type) ? type : "application/octet-stream";
        _hash = new(Sign);
        _compressed = new(Compress);
    }

    public string Hash => _hash.Value;

    public IResult Answer(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.Vary = HeaderNames.AcceptEncoding;
        // Another silo's page may ask for what that one has, of a newer or older version: it is not to keep this for that.
        headers.CacheControl = context.Request.Query[Version] == Hash ? "public, max-age=31536000, immutable" : "no-cache";
        if (!context.Request.GetTypedHeaders()
            .AcceptEncoding.Any(encoding => encoding.Value == Encoding && encoding.Quality is not 0))
            return TypedResults.Stream(_open(), _type, entityTag: new EntityTagHeaderValue($"\"{Hash}\""));
        headers.ContentEncoding = Encoding;
        return TypedResults.Bytes(_compressed.Value, _type, entityTag: new EntityTagHeaderValue($"\"{Hash}-{Encoding}\""));
    }

    private string Sign()
    {
        using var content = _open();
        return Convert.ToHexStringLower(SHA256.HashData(content))[..16];
    }

    private byte[] Compress()
    {
        using var content = _open();
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
            content.CopyTo(gzip);
        return compressed.ToArray();
    }
}
