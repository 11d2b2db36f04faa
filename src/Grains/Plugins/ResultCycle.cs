using System.Collections;
using System.Reflection;

namespace Gristmill.Grains.Plugins;

/// <summary>Finds where a value leads back to itself, which JSON cannot say.</summary>
internal static class ResultCycle
{
    /// <summary>As deep as results are written.</summary>
    private const int Deepest = 64;

    /// <summary>A sentence that names the first member that is one of those it is within; null if there is none.</summary>
    public static string? Find(object? value) => Find(value, "result", []);

    private static string? Find(object? value, string path, List<(object Value, string Path)> around)
    {
        if (value is null or string || value.GetType().IsValueType || around.Count > Deepest)
            return null;
        if (around.Find(outer => ReferenceEquals(outer.Value, value)) is { Path: { } same })
            return $"it leads back to itself, {path} is {same} again; return a tree, or say by ids what belongs to what";
        around.Add((value, path));
        var found = Parts(value).Select(part => Find(part.Value, $"{path}{part.Name}", around)).FirstOrDefault(found => found is not null);
        around.RemoveAt(around.Count - 1);
        return found;
    }

    // Nothing is worked out for it: a sequence may have no end.
    private static IEnumerable<(string Name, object? Value)> Parts(object value) => value switch
    {
        IDictionary map => map.Keys.Cast<object>().Select(key => ($"[{key}]", map[key])),
        ICollection list => list.Cast<object?>().Select((item, i) => ($"[{i}]", item)),
        _ => value.GetType().GetProperties().Where(member => member.GetIndexParameters().Length == 0 && JsonMembers.IsStored(member))
            .Select(member => ($".{member.Name}", member.GetValue(value)))
            .Concat(value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public).Select(field => ($".{field.Name}", field.GetValue(value)))),
    };
}
