using System.Collections;
using System.Reflection;

namespace Gristmill.Execution.Json;

/// <summary>Finds where a value leads back to itself, which JSON cannot say.</summary>
internal sealed class ResultCycle
{
    /// <summary>As deep as results are written.</summary>
    public const int Deepest = 64;

    private readonly List<(object Value, string Path)> _around = [];
    private readonly HashSet<object> _done = new(ReferenceEqualityComparer.Instance);

    /// <summary>A sentence that names the first member that is one of those it is within; null if there is none.</summary>
    public static string? Find(object? value) => new ResultCycle().Find(value, "result");

    private string? Find(object? value, string path)
    {
        if (value is null or string || value.GetType().IsValueType || _around.Count > Deepest || _done.Contains(value))
            return null;
        if (_around.Find(outer => ReferenceEquals(outer.Value, value)) is { Path: { } same })
            return $"it leads back to itself, {path} is {same} again; return a tree, or say by ids what belongs to what";
        _around.Add((value, path));
        var found = Parts(value).Select(part => Find(part.Value, path + part.Name)).FirstOrDefault(one => one is not null);
        _around.RemoveAt(_around.Count - 1);
        _done.Add(value);
        return found;
    }

    // Nothing is worked out for it: a sequence may have no end.
    private static IEnumerable<(string Name, object? Value)> Parts(object value) => value switch
    {
        IDictionary map => map.Keys.Cast<object>().Select(key => ($"[{key}]", map[key])),
        ICollection list => list.Cast<object?>().Select((item, i) => ($"[{i}]", item)),
        _ => Properties(value).Concat(Fields(value)),
    };

    private static IEnumerable<(string Name, object? Value)> Properties(object value) => value.GetType().GetProperties()
        .Where(member => member.GetIndexParameters().Length == 0 && JsonMembers.IsStored(member))
        .Select(member => ($".{member.Name}", member.GetValue(value)));

    private static IEnumerable<(string Name, object? Value)> Fields(object value) => value.GetType()
        .GetFields(BindingFlags.Instance | BindingFlags.Public).Select(member => ($".{member.Name}", member.GetValue(value)));
}
