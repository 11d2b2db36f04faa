using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gristmill.Execution.Discovery;
using Gristmill.Execution.Json;
using Gristmill.Plugins;

namespace Gristmill.Execution.Transforms;

/// <summary>A transform that is ready to be made: what it says of itself, and which phases it has work for.</summary>
public sealed class PluginTransform
{
    private readonly Type _type;
    private readonly JsonSerializerOptions _json;

    private PluginTransform(TransformDescriptor descriptor, Type type, JsonSerializerOptions json)
    {
        (Descriptor, _type, _json) = (descriptor, type, json);
        Fetches = Overrides(nameof(ArgumentTransform.Fetch));
        Converts = Overrides(nameof(ArgumentTransform.Convert));
        Pushes = Overrides(nameof(ResultTransform.Push));
    }

    public TransformDescriptor Descriptor { get; }

    public bool Fetches { get; }

    public bool Converts { get; }

    public bool Pushes { get; }

    /// <exception cref="PluginRefusedException">The class cannot be a transform.</exception>
    public static PluginTransform Of(string name, Type type, PluginJson json)
    {
        if (!Names.IsPluginName(name))
            throw new PluginRefusedException($"its transform {type} is named '{name}'; a name is {Names.PluginRule}");
        if (type.IsAbstract || type.ContainsGenericParameters
            || (!type.IsAssignableTo(typeof(ArgumentTransform)) && !type.IsAssignableTo(typeof(ResultTransform))))
            throw new PluginRefusedException($"its transform '{name}' is {type}; it must be a class derived from {nameof(ArgumentTransform)} or {nameof(ResultTransform)}");
        var schema = PluginRefusedException.Guard($"reading transform {type}", () => json.SchemaOf(type, nullable: false));
        var parameters = json.Options.GetTypeInfo(type)
            .Properties.Where(parameter => parameter.Set is not null || parameter.AssociatedParameter is not null);
        var secrets = parameters.Where(parameter =>
            parameter.AttributeProvider?.IsDefined(typeof(SecretAttribute), inherit: false) == true);
        var transform = new PluginTransform(
            new TransformDescriptor(name, type.IsAssignableTo(typeof(ResultTransform)), schema,
                [.. secrets.Select(secret => secret.Name)], json.HelpOf(type)),
            type, json.Options);
        return transform.Fetches || transform.Converts || transform.Pushes
            ? transform
            : throw new PluginRefusedException($"its transform '{name}', {type}, overrides nothing that it could do");
    }

    /// <summary>Makes one, with the parameters that are given beside its name.</summary>
    /// <exception cref="JsonException">The parameters do not fit.</exception>
    public Transform Create(JsonObject node)
    {
        var parameters = (JsonObject)node.DeepClone();
        parameters.Remove(TransformNodes.Key);
        return (Transform)parameters.Deserialize(_json.GetTypeInfo(_type))!;
    }

    private bool Overrides(string method) =>
        _type.GetMethod(method, BindingFlags.Public | BindingFlags.Instance) is { } found
            && found.GetBaseDefinition().DeclaringType != found.DeclaringType;
}
