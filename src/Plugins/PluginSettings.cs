using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Gristmill.Plugins;

/// <summary>A plugin's settings as an object of options.</summary>
internal static class PluginSettings
{
    public static T Read<T>(string plugin, IConfiguration settings) where T : class, new()
    {
        var options = new T();
        var problems = new List<string>();
        var unread = Fill(options, settings, problems);
        problems.AddRange(PropertiesOf(typeof(T)).Except(unread).SelectMany(property => Faults(options, property)));
        if (problems.Count == 0 && options is IValidatableObject whole)
            problems.AddRange(whole.Validate(ContextOf(options, typeof(T).Name))
                .Select(fault => fault.ErrorMessage ?? "they do not fit each other"));
        return problems.Count == 0 ? options
            : throw new PluginSettingsException($"its settings (GRISTMILL__Plugins__{plugin}__KEY) are wrong: {string.Join("; ", problems)}");
    }

    private static PropertyInfo[] PropertiesOf(Type type) =>
        [.. type.GetProperties()
            .Where(property => property is { CanRead: true, CanWrite: true } && property.GetIndexParameters().Length == 0)];

    // Answers the properties that keep their defaults, because what was given cannot be read.
    private static List<PropertyInfo> Fill(object options, IConfiguration settings, List<string> problems)
    {
        var unread = new List<PropertyInfo>();
        var properties = PropertiesOf(options.GetType());
        foreach (var given in settings.GetChildren())
        {
            var property = properties.FirstOrDefault(known => known.Name.Equals(given.Key, StringComparison.OrdinalIgnoreCase));
            try
            {
                if (property is null)
                    problems.Add($"{given.Key} is unknown; there {(properties.Length == 0 ? "are none" : $"is {string.Join(", ", properties.Select(known => known.Name))}")}");
                else
                    property.SetValue(options, Value(property.PropertyType, given, problems));
            }
            catch (Exception e) when (e is InvalidOperationException or TargetInvocationException or ArgumentException or MissingMethodException)
            {
                unread.Add(property!);
                problems.Add($"{property!.Name} is '{given.Value}', which is no {(IsMany(property.PropertyType) ? $"list: its parts have keys of their own, {property.Name}:0 or {property.Name}:NAME" : property.PropertyType.Name)}");
            }
        }
        return unread;
    }

    // The framework's binder remembers the types of values for ever, and so would keep the memory of an unloaded plugin: it does
    // not get to see the plugin's own.
    private static object? Value(Type type, IConfigurationSection given, List<string> problems)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (IsMany(type) && given.Value is { Length: > 0 })
            throw new InvalidOperationException("it is one value");
        if (type.IsEnum)
            return Enum.Parse(type, given.Value ?? "", ignoreCase: true) is var value
                && (Enum.IsDefined(type, value) || type.IsDefined(typeof(FlagsAttribute)))
                ? value : throw new InvalidOperationException("it is none of its values");
        if (!type.IsCollectible)
            return given.Get(type);
        if (type.IsArray)
        {
            var elements = given.GetChildren().Select(child => Value(type.GetElementType()!, child, problems)).ToArray();
            var array = Array.CreateInstance(type.GetElementType()!, elements.Length);
            elements.CopyTo(array, 0);
            return array;
        }
        var options = Activator.CreateInstance(type)!;
        Fill(options, given, problems);
        return options;
    }

    private static bool IsMany(Type type) => type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable));

    // Not by Validator, which remembers every type for ever, and so keeps the memory of an unloaded plugin.
    private static IEnumerable<string> Faults(object options, PropertyInfo property)
    {
        var value = property.GetValue(options);
        return property.GetCustomAttributes<ValidationAttribute>()
            .Select(rule => rule.GetValidationResult(value, ContextOf(options, property.Name)))
            .Where(fault => fault != ValidationResult.Success)
            .Select(fault => $"{property.Name} is {value ?? "not set"}: {fault!.ErrorMessage}");
    }

    private static ValidationContext ContextOf(object options, string name) =>
        new(options, name, null, null) { MemberName = name };
}
