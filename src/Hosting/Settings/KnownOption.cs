using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Gristmill.Core;
using Gristmill.Grains;
using Microsoft.Extensions.Configuration;

namespace Gristmill.Hosting.Settings;

/// <summary>An option of a silo: how it is read, and how it is shown.</summary>
public sealed class KnownOption
{
    /// <summary>Why an option cannot be set for all silos.</summary>
    public const string NotForAll = "every silo has its own; give it by flag or variable";

    /// <summary>All of them, in the order of their documentation.</summary>
    public static readonly IReadOnlyList<KnownOption> All =
        [.. typeof(SiloOptions).GetProperties()
            .Where(property => property.CanWrite && property.PropertyType != typeof(IConfiguration)).Select(property => new KnownOption(property))];

    /// <summary>Those that two silos of a cluster cannot have in common, or that say which cluster it is.</summary>
    public static readonly IReadOnlyList<string> OfOneSilo = [nameof(SiloOptions.Name), nameof(SiloOptions.Data)];

    private readonly PropertyInfo _property;

    private KnownOption(PropertyInfo property) => _property = property;

    public string Name => _property.Name;

    /// <summary>Whether it has several values.</summary>
    public bool IsList => _property.PropertyType.IsArray;

    /// <summary>Whether it is written as a number, where that makes a difference.</summary>
    public bool IsNumber => Type == typeof(int) || Type == typeof(long) || Type == typeof(double);

    private Type Type => Nullable.GetUnderlyingType(_property.PropertyType) ?? _property.PropertyType;

    public static KnownOption? Find(string name) =>
        All.FirstOrDefault(option => option.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>That there is no option of a name, and which one may be meant.</summary>
    public static string Unknown(string name) =>
        TaskNames.Suggest(name, All.Select(option => option.Name).Append(SiloSettings.Plugins)) is { } meant
        ? $"there is no such option; did you mean '{meant}'?"
        : "there is no such option; `gristmill config` lists them";

    public object? Get(SiloOptions options) => _property.GetValue(options);

    /// <exception cref="FormatException">It cannot be read; the message says why.</exception>
    public void Set(SiloOptions options, IConfigurationSection given)
    {
        var parts = given.GetChildren().ToArray();
        if (IsList)
            _property.SetValue(options, parts.Length > 0 ? parts.Select(part => part.Value ?? "").ToArray()
                : string.IsNullOrEmpty(given.Value) ? Array.Empty<string>()
                : throw new FormatException($"'{given.Value}' is one value and no list; name the first {Name}:0"));
        else if (parts.Length > 0)
            throw new FormatException("it is one value, and no section or list");
        else if (given.Value is not null)
            _property.SetValue(options, Read(given.Value));
        else if (Nullable.GetUnderlyingType(_property.PropertyType) is not null)
            _property.SetValue(options, null);
        else
            throw new FormatException("it has no value");
    }

    private object Read(string text)
    {
        if (Type == typeof(string))
            return text;
        if (Type == typeof(TimeSpan))
            // A bare number would be days to .NET and seconds on the console.
            return !double.TryParse(text, out _)
                && (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) || Times.TryParseSpan(text, out span))
                ? span
                : throw new FormatException($"'{text}' is no span of time; give 30s, 5m, 1h30m, 250ms, 7d, or 7.12:30:00");
        try
        {
            return TypeDescriptor.GetConverter(Type).ConvertFromInvariantString(text) is { } value
                && (!Type.IsEnum || Enum.IsDefined(Type, value)) ? value
                : throw new FormatException();
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException)
        {
            throw new FormatException($"'{text}' is no {(Type.IsEnum ? string.Join(", ", Enum.GetNames(Type)) : Type == typeof(bool) ? "true or false" : "number")}");
        }
    }
}
