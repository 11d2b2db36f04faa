using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace Gristmill.Hosting.Settings;

/// <summary>One of the places that settings come from.</summary>
/// <param name="Origin">What kind of place it is.</param>
/// <param name="Place">The file, or how a name is written there.</param>
/// <param name="Values">What it says.</param>
public sealed record SettingsLayer(SettingsOrigin Origin, string Place, IConfigurationProvider Values)
{
    public const string Prefix = "GRISTMILL__";

    public static SettingsLayer OfVariables(IEnumerable<KeyValuePair<string, string>> variables) =>
        new(SettingsOrigin.Environment, Prefix, InMemory(
        variables.Where(variable => variable.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)).Select(variable =>
            KeyValuePair.Create(variable.Key[Prefix.Length..].Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal), (string?)variable.Value))));

    public static SettingsLayer OfFlags(IEnumerable<KeyValuePair<string, string?>> flags) =>
        new(SettingsOrigin.Flag, "--", InMemory(flags));

    /// <summary>What a file says; nothing if it is not there.</summary>
    /// <param name="origin">Whose file it is.</param>
    /// <param name="file">Its path.</param>
    /// <param name="content">What it will hold, instead of what it does.</param>
    /// <exception cref="InvalidDataException">It cannot be read as settings; the message says why.</exception>
    public static SettingsLayer OfFile(SettingsOrigin origin, string file, byte[]? content = null)
    {
        try
        {
            content ??= File.Exists(file) ? File.ReadAllBytes(file) : null;
            return new(origin, file,
                InMemory(content is null ? [] : Leaves(new ConfigurationBuilder().AddJsonStream(new MemoryStream(content)).Build())));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or InvalidDataException or System.Text.Json.JsonException)
        {
            throw new InvalidDataException($"{file}: {(e.InnerException ?? e).Message.Split(" Path: ")[0]}", e);
        }
    }

    /// <summary>How a name is written here: where somebody changes it.</summary>
    public string NameOf(string key) => Origin switch
    {
        SettingsOrigin.Environment => Place + key.Replace(ConfigurationPath.KeyDelimiter, "__", StringComparison.Ordinal),
        SettingsOrigin.Flag => Place + key.ToLowerInvariant(),
        _ => Place,
    };

    /// <summary>Whether it says anything of a name.</summary>
    public bool Has(string key) => Values.TryGet(key, out _) || Values.GetChildKeys([], key).Any();

    /// <summary>
    /// What it says of a name, and no other layer: of lists that are given twice, the later one counts, and not a mixture.
    /// </summary>
    public IConfigurationSection Section(string key) => new ConfigurationRoot([Values]).GetSection(key);

    private static IEnumerable<KeyValuePair<string, string?>> Leaves(IConfiguration read) =>
        read.AsEnumerable().Where(pair => pair.Value is not null || !read.GetSection(pair.Key).GetChildren().Any());

    private static MemoryConfigurationProvider InMemory(IEnumerable<KeyValuePair<string, string?>> values)
    {
        // Names that differ by case are one; the last one counts.
        var provider = new MemoryConfigurationProvider(new MemoryConfigurationSource());
        foreach (var (key, value) in values)
            provider.Set(key, value);
        return provider;
    }
}
