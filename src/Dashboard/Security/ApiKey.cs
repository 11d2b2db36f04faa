using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Gristmill.Dashboard.Security;

/// <summary>
/// A key as it is kept. Its secret is 256 random bits, so one round of SHA-256 is enough: nobody can try them out, as people's
/// passwords can be, which is what slow hashes are for. The salt hides that two files hold the same key.
/// </summary>
/// <param name="Id">What the key's text begins with, to find it by.</param>
/// <param name="Name">Whose it is; in orders and histories.</param>
/// <param name="Role">One of <see cref="Roles"/>.</param>
/// <param name="Salt">Random bytes.</param>
/// <param name="Hash">SHA-256 of the salt and the key's text.</param>
/// <param name="Created">When it was made.</param>
public sealed record ApiKey(string Id, string Name, string Role, byte[] Salt, byte[] Hash, DateTimeOffset Created)
{
    private const string Prefix = "gm_";
    private const int IdLength = 8;

    /// <summary>Makes a key.</summary>
    /// <returns>The key as it is kept, and its text, which nobody can tell from that.</returns>
    public static (ApiKey Key, string Text) Make(string name, string role, DateTimeOffset now)
    {
        var id = RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", IdLength);
        var text = $"{Prefix}{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}";
        var salt = RandomNumberGenerator.GetBytes(16);
        return (new ApiKey(id, name, role, salt, Digest(salt, text), now), text);
    }

    /// <summary>The <see cref="Id"/> in a key's text; null if it is none.</summary>
    public static string? IdOf(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal) && text.Length > Prefix.Length + IdLength
        ? text.Substring(Prefix.Length, IdLength)
        : null;

    /// <summary>Whether a text is this key, found out in the same time whatever it is.</summary>
    public bool Fits(string text) => CryptographicOperations.FixedTimeEquals(Digest(Salt, text), Hash);

    private static byte[] Digest(byte[] salt, string text) => SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(text)]);
}
