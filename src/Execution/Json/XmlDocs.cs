using System.ComponentModel;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Gristmill.Execution.Json;

/// <summary>
/// The XML documentation that a compiler wrote beside an assembly, as plain text. One that is absent or damaged is empty.
/// </summary>
public sealed partial class XmlDocs
{
    private readonly Dictionary<string, Member> _members = [];

    public sealed record Member(string? Summary, IReadOnlyDictionary<string, string?> Parameters);

    private XmlDocs(IEnumerable<XElement> members)
    {
        foreach (var member in members.Where(member => member.Attribute("name") is { Value: ['M' or 'P' or 'T', ..] }))
            _members[member.Attribute("name")!.Value] = new(
                TextOf(member.Element("summary")),
                member.Elements("param").Where(param => param.Attribute("name") is not null)
                    .DistinctBy(param => param.Attribute("name")!.Value)
                    .ToDictionary(param => param.Attribute("name")!.Value, TextOf));
    }

    public static XmlDocs BesideOf(Assembly assembly)
    {
        try
        {
            var file = Path.ChangeExtension(assembly.Location, ".xml");
            return new(File.Exists(file) ? XDocument.Load(file).Descendants("member") : []);
        }
        catch (Exception e) when (e is XmlException or IOException or UnauthorizedAccessException)
        {
            return new([]);
        }
    }

    public Member? Of(MethodInfo method) => _members.Count == 0 ? null : _members.GetValueOrDefault(IdOf(method));

    /// <summary>What a property, or the parameter of a record that it is made of, means.</summary>
    public string? Of(MemberInfo? property)
    {
        if (_members.Count == 0 || property?.DeclaringType is not { } type)
            return null;
        var name = (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');
        return _members.GetValueOrDefault($"P:{name}.{property.Name}")?.Summary
            ?? _members.GetValueOrDefault($"T:{name}")?.Parameters.GetValueOrDefault(property.Name);
    }

    public string? Of(Type type) => _members.GetValueOrDefault($"T:{type.FullName!.Replace('+', '.')}")?.Summary;

    private static string IdOf(MethodInfo method)
    {
        var name = $"M:{method.DeclaringType!.FullName!.Replace('+', '.')}.{method.Name}";
        var parameters = string.Join(',', method.GetParameters().Select(parameter => IdOf(parameter.ParameterType)));
        return parameters.Length > 0 ? $"{name}({parameters})" : name;
    }

    private static string IdOf(Type type)
    {
        if (type.IsArray)
        {
            var rank = type.GetArrayRank();
            return $"{IdOf(type.GetElementType()!)}[{(rank > 1 ? string.Join(',', Enumerable.Repeat("0:", rank)) : "")}]";
        }
        var name = (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');
        return type.IsGenericType ? $"{name.Split('`')[0]}{{{string.Join(',', type.GetGenericArguments().Select(IdOf))}}}" : name;
    }

    private static string? TextOf(XElement? element)
    {
        if (element is null)
            return null;
        foreach (var reference in element.Descendants().Where(inner => inner.IsEmpty).ToArray())
        {
            var target = reference.Attribute("cref") ?? reference.Attribute("name") ?? reference.Attribute("langword");
            reference.Value = target?.Value.Split('(')[0].Split('.', ':')[^1] ?? " ";
        }
        var text = Blanks().Replace(element.Value, " ").Trim();
        return text.Length > 0 ? text : null;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    /// <summary>What <see cref="DescriptionAttribute"/> says of a member; null for nothing.</summary>
    public static string? HelpOf(ICustomAttributeProvider member) =>
        member.GetCustomAttributes(typeof(DescriptionAttribute), inherit: false)
            is [DescriptionAttribute { Description: { Length: > 0 } text }] ? text : null;
}
