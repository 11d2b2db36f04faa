using System.Text.Json;
using Gristmill.Core;
using Gristmill.Json;

namespace Gristmill.Dashboard.Security;

/// <summary>
/// The keys of a cluster: a file of its data folder, which its user alone may read. Changes hold at once, on every silo.
/// </summary>
/// <param name="folder">The data folder.</param>
public sealed class ApiKeys(string folder)
{
    private readonly string _file = Path.Combine(folder, "keys.json");
    private (DateTime Written, long Length, ApiKey[] Keys) _read = (default, -1, []);

    /// <summary>The keys there are, the oldest first.</summary>
    /// <exception cref="KeysUnreadableException">The file does not hold keys; the message says what to do.</exception>
    public ApiKey[] All
    {
        get
        {
            var file = new FileInfo(_file);
            if (!file.Exists)
                return [];
            var read = _read;
            if (read.Written == file.LastWriteTimeUtc && read.Length == file.Length)
                return read.Keys;
            _read = read = (file.LastWriteTimeUtc, file.Length, Read());
            return read.Keys;
        }
    }

    /// <summary>The key that a text is; null if it is none that is kept.</summary>
    public ApiKey? Find(string text) =>
        ApiKey.IdOf(text) is { } id && All.FirstOrDefault(key => key.Id == id) is { } key && key.Fits(text) ? key : null;

    /// <summary>Makes a key.</summary>
    /// <returns>Its text, which is shown once: it is not kept.</returns>
    /// <exception cref="UsageException">The name is taken.</exception>
    public string Create(string name, string role, DateTimeOffset now)
    {
        var (key, text) = ApiKey.Make(name, role, now);
        Change(keys => keys.Any(other => other.Name == name)
            ? throw new UsageException($"there is a key '{name}' already; revoke it first, or take another name")
            : [.. keys, key]);
        return text;
    }

    /// <summary>Makes a key worthless.</summary>
    /// <exception cref="UsageException">No key has that name.</exception>
    public ApiKey Revoke(string name)
    {
        ApiKey? revoked = null;
        Change(keys =>
        {
            revoked = keys.FirstOrDefault(key => key.Name == name) ?? throw new UsageException(
                $"there is no key '{name}'; {(keys.Length == 0 ? "there are none" : $"those are {string.Join(", ", keys.Select(key => key.Name))}")}");
            return [.. keys.Where(key => key != revoked)];
        });
        return revoked!;
    }

    private void Change(Func<ApiKey[], ApiKey[]> change) => new OwnFile(_file, "keys").Change(() =>
        JsonSerializer.SerializeToUtf8Bytes(change(File.Exists(_file) ? Read() : []), ApiKeyShape.Default.ApiKeyArray));

    private ApiKey[] Read()
    {
        try
        {
            using var file = File.OpenRead(_file);
            return JsonSerializer.Deserialize(file, ApiKeyShape.Default.ApiKeyArray) ?? [];
        }
        catch (JsonException e)
        {
            throw new KeysUnreadableException($"'{_file}' does not hold keys ({JsonValues.Reason(e)}). Restore it, or delete it and make new keys.", e);
        }
    }
}
