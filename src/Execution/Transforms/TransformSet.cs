using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gristmill.Execution.Discovery;
using Gristmill.Execution.Json;
using Gristmill.Plugins;

namespace Gristmill.Execution.Transforms;

/// <summary>The transforms that the jobs of a plugin's tasks may name: the platform's own and the plugin's.</summary>
public sealed class TransformSet
{
    private static readonly FrozenDictionary<string, PluginTransform> OfPlatform = new[]
    {
        PluginTransform.Of(FileArgument.Name, typeof(FileArgument), new PluginJson()),
        PluginTransform.Of(ArtifactResult.Name, typeof(ArtifactResult), new PluginJson()),
    }.ToFrozenDictionary(transform => transform.Descriptor.Name);

    private readonly Dictionary<string, PluginTransform> _own = [];
    private readonly JsonSerializerOptions _json;

    /// <param name="plugin">What the plugin has added.</param>
    /// <param name="json">How their parameters are written.</param>
    /// <param name="faults">Told of those that cannot be transforms.</param>
    public TransformSet(PluginBuilder plugin, PluginJson json, PluginFaults faults)
    {
        foreach (var (name, type) in plugin.Transforms)
            if (OfPlatform.ContainsKey(name))
                faults.Add($"it has a transform named '{name}', which is the platform's own");
            else if (faults.Try(() => PluginTransform.Of(name, type, json)) is { } transform)
                _own.Add(name, transform);
        _json = json.Options;
    }

    /// <summary>Those that every job may name.</summary>
    public static IEnumerable<TransformDescriptor> BuiltIn => OfPlatform.Values.Select(transform => transform.Descriptor);

    /// <summary>The plugin's own; null for none.</summary>
    public TransformDescriptor[]? Own =>
        _own.Count == 0 ? null
            : [.. _own.Values.Select(transform => transform.Descriptor)
            .OrderBy(transform => transform.Name, StringComparer.Ordinal)];

    public bool TryGet(string name, [NotNullWhen(true)] out PluginTransform? transform) =>
        _own.TryGetValue(name, out transform) || OfPlatform.TryGetValue(name, out transform);

    /// <summary>What a transform yields, as JSON.</summary>
    public JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        JsonNode node => node.DeepClone(),
        _ => JsonSerializer.SerializeToNode(value, _json.GetTypeInfo(value.GetType())),
    };
}
